'use strict';

// Answers calls line by line: a call comes in as one line of JSON, its answer goes out as another. It must be required before
// the SDKs, since they write logs to the same stream that the answers go to.
const { createInterface } = require('node:readline');

const answer = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

/**
 * @param {(call: object) => Promise<{status: number, body: object}>} send makes a call through the SDK.
 * @param {(error: Error) => {status?: number, code?: string, message: string, requestId?: string}} explain reads the SDK's error.
 */
module.exports = async function serve(send, explain) {
  for await (const line of createInterface({ input: process.stdin })) {
    let result;
    try {
      result = { ok: true, ...(await send(JSON.parse(line))) };
    } catch (error) {
      result = { ok: false, ...explain(error) };
    }
    answer(JSON.stringify(result) + '\n');
  }
};
