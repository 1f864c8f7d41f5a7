// Waiting for conditions, never for time: a machine that is busy is slow, and not wrong.

const PATIENCE = 90_000;

let checks = 0;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function check(what, condition, seen) {
  if (!condition) {
    throw new Error(`${what}; seen: ${JSON.stringify(seen)?.slice(0, 1200)}`);
  }
  checks += 1;
}

/** What `get` answers if it is neither nothing nor an error, within a time; else what was seen last, as a text. */
async function poll(get, time) {
  const end = Date.now() + time;
  for (;;) {
    let seen;
    try {
      const answer = await get();
      if (answer) {
        return { answer };
      }
      seen = String(answer);
    } catch (error) {
      seen = error.message;
    }
    if (Date.now() > end) {
      return { seen };
    }
    await sleep(100);
  }
}

/** The first answer that is one, asked for again and again. */
async function eventually(what, get) {
  const { answer, seen } = await poll(get, PATIENCE);
  check(what, answer !== undefined, seen);
  return answer;
}

/** Does something, again if nothing came of it: a key that is pressed too early is lost. */
async function retried(what, act, get) {
  const end = Date.now() + PATIENCE;
  let result = {};
  while (result.answer === undefined && Date.now() < end) {
    await act();
    result = await poll(get, 8_000);
  }
  check(what, result.answer !== undefined, result.seen);
  return result.answer;
}

/** It stays as it is for a while: for what must not happen. */
async function never(what, get, time = 2_000) {
  const { answer } = await poll(get, time);
  check(what, answer === undefined, answer);
}

module.exports = { PATIENCE, check, eventually, retried, never, passed: () => checks };
