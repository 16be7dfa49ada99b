// Calls at 50 in flight: the SDK, raw undici.request and global fetch, turn by turn.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const contenders = ['sdk', 'undici', 'fetch'];
const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** For each method, what each contender did in each round: calls per second, of the clock and of its own CPU. */
export async function benchCalls({ rounds, millis }) {
  const server = fork(script('./reply-server.mjs'));
  const [{ port }] = await once(server, 'message');
  const measured = {};
  for (const method of ['getClientInfo', 'getProperties']) {
    const callers = contenders.map((who) => fork(script('./caller.mjs'), [who, method, String(port)]));
    // By count, not by time: what a busy machine lets too few calls through for is not compiled yet.
    for (const caller of callers) await sample(caller, { millis: 0, times: 6_000 });
    const samples = Object.fromEntries(contenders.map((who) => [who, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [index, who] of contenders.entries())
        samples[who].push(await sample(callers[index], { millis, times: 0 }));
    }
    for (const caller of callers) caller.disconnect();
    measured[method] = samples;
  }
  server.disconnect();
  return measured;
}

async function sample(caller, wanted) {
  caller.send(wanted);
  const [result] = await once(caller, 'message');
  return result;
}
