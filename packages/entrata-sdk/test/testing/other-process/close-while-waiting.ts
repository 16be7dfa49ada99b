import { FakeEntrata } from '../../../src/testing/index.js';

// Nothing but a reply that is a day late would keep this process alive after the sandbox has closed.
const sandbox = new FakeEntrata();
const server = await sandbox.listen();
const late = sandbox.fail({ fault: { kind: 'delay', ms: 86_400_000 } });
const given = fetch(`${server.url}/demo/api/v1/leads`, { method: 'POST', body: '{}' }).catch(() => 'dropped');
while (late.hits === 0) await new Promise((resolve) => setImmediate(resolve));
await server.close();
console.log(await given);
