// Creates the tables; running it again changes nothing.

import { createTables } from './database.js';

await createTables();
