import { Command } from 'commander';
import { FakeEntrata } from 'entrata-sdk/testing';
import { readWire, wireFlag } from './connection.js';
import { host, wholeNumber } from './flags.js';
import { renderTable } from './table.js';
import type { Terminal } from './terminal.js';

interface SandboxFlags {
  readonly port: number;
  readonly host: string;
  readonly wire?: string;
  readonly json?: true;
}

/** `entrata sandbox`: the sandbox Entrata of `entrata-sdk/testing` as a server of its own. */
export function sandboxCommand(terminal: Terminal): Command {
  return new Command('sandbox')
    .summary('serve a sandbox Entrata with made-up companies')
    .description('Serve a sandbox Entrata with made-up companies, until Ctrl-C.')
    .option('--port <number>', 'where to listen; 0 takes any free port', wholeNumber(0, 65_535), 4020)
    .option('--host <address>', 'the address to listen on', host, '127.0.0.1')
    .option(...wireFlag)
    .option('--json', 'print one JSON object instead of tables')
    .action((flags: SandboxFlags) => serveSandbox(terminal, flags));
}

async function serveSandbox(
  terminal: Terminal,
  { json, wire: given, ...place }: SandboxFlags,
): Promise<void> {
  const wire = await readWire(given === undefined ? {} : { wire: given }, terminal);
  const sandbox = new FakeEntrata(wire === undefined ? {} : { wire });
  const server = await sandbox.listen(place);
  const companies = sandbox.companies.map(({ subdomain, cid, name, apiKey, basic, properties }) => ({
    subdomain,
    cid,
    name,
    apiKey,
    basic,
    accessToken: sandbox.issueToken(subdomain),
    properties: properties.map(({ id, city }) => ({ id, city })),
  }));
  const { url, options } = server;
  if (json) terminal.out(JSON.stringify({ url, oauth: sandbox.oauth, options, companies }));
  else {
    const rows = companies.flatMap(({ subdomain, name, cid, properties }) =>
      properties.map(({ id, city }) => [subdomain, cid, name, id, city]),
    );
    const [first] = companies;
    terminal.out(
      [
        `Sandbox Entrata on ${url}, client id ${sandbox.oauth.clientId}, secret ${sandbox.oauth.clientSecret}`,
        '',
        renderTable(['subdomain', 'cid', 'company', 'property', 'city'], rows),
        '',
        `Gateway: ${url}/ext/orgs/${first?.subdomain}/v1, X-Api-Key ${first?.apiKey}`,
        `Legacy host: ${url}/${first?.subdomain}/api/v1, Basic ${first?.basic.username}:${first?.basic.password}`,
        '',
        'Try it from another terminal:',
        `  export SANDBOX_URL=${url} ENTRATA_ACCESS_TOKEN=${first?.accessToken}`,
        `  npx entrata slots --subdomain ${first?.subdomain} --property ${first?.properties[0]?.id}`,
        `  npx entrata webhook send --type ACTIVATION --cid ${first?.cid} --property ${first?.properties[0]?.id} --sandbox ${url} --url <your webhook URL>`,
        '',
        'Ctrl-C ends it.',
      ].join('\n'),
    );
  }
  await terminal.stopped();
  await server.close();
}
