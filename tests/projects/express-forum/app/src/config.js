// What the charm puts into the environment.

function required(name) {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

const { PORT = '8080', NODE_ENV, APP_BASE_URL: baseUrl = 'http://localhost:8080' } = process.env;

export const config = {
  port: Number(PORT),
  production: NODE_ENV === 'production',
  baseUrl,
  secretKey: required('APP_SECRET_KEY'),
  title: process.env.APP_TITLE ?? 'Forum',
  topicsPerPage: Number(process.env.APP_TOPICS_PER_PAGE ?? 20),
  readOnly: process.env.APP_READ_ONLY === 'true',
  spamThreshold: parseFloat(process.env['APP_SPAM_THRESHOLD'] || '0.8'),
  spamToken: process.env.APP_SPAM_FILTER_TOKEN,
  database: process.env.POSTGRESQL_DB_CONNECT_STRING,
};
