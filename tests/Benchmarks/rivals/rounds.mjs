// For each line with a number: does the work so many times, one after the other, and answers with the milliseconds.
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';

export async function serve(name, work) {
  await work();
  console.log(name);
  for await (const line of createInterface({ input: process.stdin })) {
    const start = performance.now();
    for (let n = Number(line); n > 0; n--) await work();
    console.log((performance.now() - start).toFixed(3));
  }
}
