'use strict';

// Times a list: once for each line that comes in, so that whoever measures can do something else in between. In milliseconds. It must be
// required before the SDKs, since they write logs to the same stream that the figures go to.
const readline = require('node:readline');

const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

/** @param {() => Promise<number>} list reads all pages and says how many servers there were. */
module.exports = async function time(list) {
  const wanted = Number(process.env.SDK_ROWS);
  for await (const _ of readline.createInterface({ input: process.stdin })) {
    const begun = performance.now();
    const rows = await list();
    const took = performance.now() - begun;
    if (rows !== wanted) {
      throw new Error(`${rows} servers instead of ${wanted}`);
    }
    answer(`${took}\n`);
  }
};
