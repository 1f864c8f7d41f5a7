// The worker: sends the letters in the queue.

import { createTransport } from 'nodemailer';

import { valkey } from './sessions.js';

const { SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_DOMAIN = 'localhost' } = process.env;

const transport = createTransport({
  host: SMTP_HOST,
  port: Number(SMTP_PORT),
  auth: SMTP_USER ? { user: SMTP_USER, pass: SMTP_PASSWORD } : undefined,
});

for (;;) {
  const [, letter] = await valkey.blpop('letters', 0);
  await transport.sendMail({ from: `forum@${SMTP_DOMAIN}`, ...JSON.parse(letter) });
}
