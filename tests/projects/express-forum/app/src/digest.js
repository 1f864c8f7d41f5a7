// The scheduler: once a day, on one unit only, queues a letter with the newest topics.

import { topics } from './database.js';
import { queueLetter } from './sessions.js';

const DAY = 24 * 60 * 60 * 1000;

async function digest() {
  const to = process.env.APP_DIGEST_ADDRESS;
  if (to) {
    await queueLetter({ to, subject: 'Digest', text: JSON.stringify(await topics()) });
  }
}

setInterval(digest, DAY);
