// The adapter server by itself, configured by environment variables (see config.ts).
import { readConfig } from './config.js';
import { loadWire } from './load-wire.js';
import { describeDatabase } from './open-database.js';
import { sandboxEndpoints } from './sandbox-endpoints.js';
import { serve } from './serve.js';

// Who reads the output may go; the server stays.
process.stdout.on('error', () => {});

try {
  const config = readConfig(process.env);
  const { SANDBOX_URL, ENTRATA_WIRE } = config;
  const wire = ENTRATA_WIRE === undefined ? {} : { wire: await loadWire(ENTRATA_WIRE) };
  const server = await serve(config, {
    entrata: SANDBOX_URL === undefined ? wire : sandboxEndpoints(SANDBOX_URL, wire.wire),
  });
  console.log(`Serving ${server.url} on ${describeDatabase(config)}`);
  if (server.missingIlsCalls.length > 0) {
    console.log(
      `Not sent, since ENTRATA_WIRE names no module that says how: ${server.missingIlsCalls.join(', ')}.`,
    );
  }
  console.log(`Register this webhook URL at Entrata: ${server.webhookUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log('Stopping: running requests and tasks may finish ...');
      void server.stop();
    });
  }
} catch (error) {
  console.error(error instanceof Error ? explain(error) : error);
  process.exitCode = 1;
}

function explain(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'PORT is taken: end what listens there, or set another one.';
  if (code === 'EACCES') return 'PORT may not be had: set one from 1024 on.';
  if (code === 'EADDRNOTAVAIL') return 'HOST is no address of this machine.';
  return error.message;
}
