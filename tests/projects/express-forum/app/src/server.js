// The web application.

import express from 'express';

import { config } from './config.js';
import { addTopic, topics } from './database.js';
import { login } from './login.js';
import { queueLetter } from './sessions.js';

const app = express();
app.use(express.json());
app.use(login());

app.get('/', async (request, response) => {
  response.json({ title: config.title, topics: await topics() });
});

app.post('/topics', async (request, response) => {
  if (config.readOnly) {
    return response.status(503).end();
  }
  await addTopic(request.body.title, request.body.author);
  await queueLetter({ to: request.body.author, subject: request.body.title });
  response.status(201).end();
});

app.listen(config.port);
