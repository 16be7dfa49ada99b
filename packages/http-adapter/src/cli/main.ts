#!/usr/bin/env node
import { Console } from 'node:console';
import { createRequire } from 'node:module';
import { runCli } from './run-cli.js';
import type { Terminal } from './terminal.js';

// The one file of this package that touches the process: a command has nobody to hand it options.
const terminal: Terminal = {
  version: createRequire(import.meta.url)('../../package.json').version,
  env: process.env,
  folder: process.cwd(),
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
  stopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
};

// What a module of the user's prints, and what knex does, is no part of what the command prints.
globalThis.console = new Console(process.stderr);

// Whoever reads along may have read enough (`| head`): that ends the command, and is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

void runCli(process.argv.slice(2), terminal).then((status) => {
  process.exitCode = status;
  // What a module of the user's has open, such as a connection or a timer, keeps no command that is done.
  process.stdout.write('', () => process.stderr.write('', () => process.exit()));
});
