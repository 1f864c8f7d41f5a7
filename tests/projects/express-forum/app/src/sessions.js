// Sessions and the queue of letters, in Valkey.

import Valkey from 'iovalkey';

const { VALKEY_DB_HOSTNAME: host, VALKEY_DB_PORT: port, VALKEY_DB_USERNAME, VALKEY_DB_PASSWORD } =
  process.env;

export const valkey = new Valkey({
  host,
  port: Number(port),
  username: VALKEY_DB_USERNAME,
  password: VALKEY_DB_PASSWORD,
});

export async function queueLetter(letter) {
  await valkey.rpush('letters', JSON.stringify(letter));
}
