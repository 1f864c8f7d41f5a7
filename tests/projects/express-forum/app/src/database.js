// Topics and answers.

import pg from 'pg';

import { config } from './config.js';

const pool = new pg.Pool({ connectionString: config.database });

export async function topics() {
  const { rows } = await pool.query(
    'SELECT id, title FROM topics ORDER BY changed_at DESC LIMIT $1',
    [config.topicsPerPage],
  );
  return rows;
}

export async function addTopic(title, author) {
  await pool.query('INSERT INTO topics (title, author) VALUES ($1, $2)', [title, author]);
}

export async function createTables() {
  await pool.query(`CREATE TABLE IF NOT EXISTS topics (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT now()
  )`);
  await pool.end();
}
