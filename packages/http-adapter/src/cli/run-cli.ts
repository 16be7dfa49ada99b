import { Command, CommanderError } from 'commander';
import { type EntrataError, isEntrataError } from 'entrata-sdk';
import { doctorCommand } from './doctor-command.js';
import { migrateCommand } from './migrate-command.js';
import { probeCommand } from './probe-command.js';
import { sandboxCommand } from './sandbox-command.js';
import { slotsCommand } from './slots-command.js';
import { printable } from './table.js';
import { type Terminal, UsageError } from './terminal.js';
import { webhookCommand } from './webhook-command.js';

/** Runs one command; resolves to its exit status: 0 done, 1 failed or something to look at, 2 called wrongly. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = new Command('entrata')
    .description('Look at an Entrata integration from the command line.')
    .version(terminal.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      // What was typed is repeated there.
      writeErr: (text) => terminal.error(text.trimEnd().split('\n').map(printable).join('\n')),
    })
    .showHelpAfterError('Add --help to see what there is.');
  const end = (result: number) => {
    status = result;
  };
  for (const build of [
    sandboxCommand,
    slotsCommand,
    webhookCommand,
    doctorCommand,
    probeCommand,
    migrateCommand,
  ]) {
    // Commands made apart do not take over their parent's settings by themselves.
    const command = build(terminal, end).copyInheritedSettings(program);
    for (const each of command.commands) each.copyInheritedSettings(command);
    program.addCommand(command);
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      terminal.error(`error: ${printable(error.message)}`);
      return 2;
    }
    terminal.error(`error: ${explain(error)}`);
    return isEntrataError(error, 'invalid_input') ? 2 : 1;
  }
}

/** How the system calls an address that it cannot listen on. */
const noSuchHost = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'];

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return 'the port is taken. Give another one with --port; 0 takes any free one.';
  }
  if (code === 'EACCES') return 'the port may not be had. Give one from 1024 on with --port.';
  if (code !== undefined && noSuchHost.includes(code)) {
    return '--host is no address of this machine. Give one that is, such as 127.0.0.1.';
  }
  if (!isEntrataError(error)) return error.message;
  return `${error.message} (${error.code})${hintFor(error)}`;
}

function hintFor(error: EntrataError): string {
  if (error.reauthorize) {
    return '\nThe token or key is refused: the client has to authorise again, or it belongs to another subdomain.';
  }
  if (error.code === 'forbidden') {
    return '\nCheck --property: it has to be one that the client opened to this token or key.';
  }
  return error.code === 'not_configured' ? '\nGive --wire: see --help.' : '';
}
