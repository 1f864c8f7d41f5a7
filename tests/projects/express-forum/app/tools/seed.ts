// Fills a database for development: `npm run seed`.

import pg from 'pg';

interface Topic {
  title: string;
  author: string;
}

const connectionString: string =
  process.env.POSTGRESQL_DB_CONNECT_STRING ?? 'postgresql://localhost/forum';

const samples: Topic[] = [
  { title: 'Welcome', author: 'admin@example.com' },
  { title: 'Rules of the house', author: 'admin@example.com' },
];

const client = new pg.Client({ connectionString });
await client.connect();
for (const { title, author } of samples) {
  await client.query('INSERT INTO topics (title, author) VALUES ($1, $2)', [title, author]);
}
await client.end();
