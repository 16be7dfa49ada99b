// The sandbox Entrata by itself: `node --import tsx examples/sandbox/main.ts [port]`.
import { FakeEntrata } from 'entrata-sdk/testing';

const sandbox = new FakeEntrata();
const server = await sandbox.listen({ port: Number(process.argv[2] ?? 4020) });
console.log(`Sandbox Entrata: ${server.url}`);
for (const { cid, name, subdomain, properties } of sandbox.companies) {
  console.log(
    `  ${subdomain} (cid ${cid}, ${name}): ${properties.map(({ id, city }) => `${id} ${city}`).join(', ')}`,
  );
}
