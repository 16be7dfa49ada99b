import { resolve } from 'node:path';
import { Command } from 'commander';
import { createEntrata, isEntrataError } from 'entrata-sdk';
import type { ProbeInput } from 'entrata-sdk/probe';
import {
  type ConnectionFlags,
  checkEntrataId,
  optionsFor,
  readWire,
  sandboxUrl,
  wireFlag,
} from './connection.js';
import { emailAddress, sandboxAddress, subdomain } from './flags.js';
import { describeReport } from './probe/describe-report.js';
import { readOwnOptions } from './probe/own-options.js';
import { type Terminal, UsageError } from './terminal.js';

interface ProbeFlags extends ConnectionFlags {
  readonly subdomain: string;
  readonly property: string;
  readonly module?: string;
  readonly wire?: string;
  readonly sendLead?: true;
  /** The id of the result that cancels, where it was given. */
  readonly cancel?: string | true;
  readonly email?: string;
  readonly leadSource?: string;
  readonly record?: string;
  readonly json?: true;
}

/** `entrata probe`: in what Entrata's wire differs from what is published, tried on one property. */
export function probeCommand(terminal: Terminal, end: (status: number) => void): Command {
  return new Command('probe')
    .summary("try every call on one property, and say in what Entrata's wire differs")
    .description(
      'Try every call on one property, and say in what the replies differ from what is published (which is what the ' +
        'sandbox says). Reads only, unless --send-lead is given: about a dozen calls, one of them with a made-up credential to see how it is refused. ' +
        'Nothing of a reply is printed but names of keys, types, counts and codes.\n' +
        'The credential comes from --module or the environment: ENTRATA_ACCESS_TOKEN (OAuth) or ENTRATA_API_KEY (gateway).\n' +
        'Exit status: 0 no difference, 1 differences, 2 called wrongly.',
    )
    .requiredOption('--subdomain <label>', "the client's subdomain at Entrata", subdomain)
    .requiredOption('--property <id>', "Entrata's property id: one with units, tours and recent leads")
    .option(
      '--module <module>',
      'a JavaScript module that exports `entrata`, your options of createEntrata, and `auth` if you like',
    )
    .option(...wireFlag)
    .option('--sandbox <url>', 'ask a sandbox instead of Entrata (or set SANDBOX_URL)', sandboxAddress)
    .option('--send-lead', 'also book the last tour that is offered, for a marked person; needs --cancel')
    .option(
      '--cancel [id]',
      'cancel that tour at once, with the event result of this id (default: the one called cancelled)',
    )
    .option(
      '--email <address>',
      "the marked person's address, where Entrata may write (default: one at example.com)",
      emailAddress,
    )
    .option('--lead-source <id>', 'the lead source of that lead (or set LEAD_SOURCE_ID)')
    .option(
      '--record <folder>',
      'also write each reply as a file, with made-up values, for FakeEntrata.fromRecording of entrata-sdk/testing',
    )
    .option('--json', 'print one JSON object instead of text (its form: ProbeReport of entrata-sdk/probe)')
    .action(async (flags: ProbeFlags) => end(await run(terminal, flags)));
}

async function run(terminal: Terminal, flags: ProbeFlags): Promise<number> {
  const sendLead = leadToSend(flags, terminal);
  const own = await readOwnOptions(flags, terminal);
  // A wire of the options' own counts before the one that the environment names.
  const wire =
    flags.wire === undefined && own.options.wire ? own.options.wire : await readWire(flags, terminal);
  // Loaded here alone: it brings the sandbox, and all that the first call of the SDK loads.
  const { probe } = await import('entrata-sdk/probe');
  const input: ProbeInput = {
    options: optionsFor(sandboxUrl(flags, terminal), wire, own.options),
    subdomain: flags.subdomain,
    auth: own.auth,
    propertyId: flags.property,
    ...(sendLead && { sendLead }),
    ...(flags.record !== undefined && { record: resolve(terminal.folder, flags.record) }),
    onStep: ({ operation, number, of }) => {
      if (!flags.json) terminal.error(`${number}/${of} ${operation}`);
    },
  };
  await checkIds(input);
  if (sendLead) {
    // A tour that was booked would stay booked.
    const words = 'Ctrl-C: the probe goes on until the tour is cancelled. Once more ends it at once.';
    void terminal.stopped().then(() => terminal.error(words));
  }
  const report = await probe(input).catch((error: unknown) => {
    throw isEntrataError(error, 'invalid_input') && /^record /.test(error.message)
      ? new UsageError(`--${error.message}.`)
      : error;
  });
  terminal.out(flags.json ? JSON.stringify(report) : describeReport(report));
  return report.differences === 0 ? 0 : 1;
}

/** What form ids have, the wire profile says. */
async function checkIds({ options, propertyId, sendLead }: ProbeInput): Promise<void> {
  const entrata = createEntrata(options);
  try {
    checkEntrataId(entrata, '--property', propertyId);
    checkEntrataId(entrata, '--cancel', sendLead?.cancelledResultId);
    checkEntrataId(entrata, '--lead-source', sendLead?.leadSourceId);
  } finally {
    await entrata.close();
  }
}

/** What is booked stays booked unless it is cancelled, so neither goes without the other. */
function leadToSend(
  { sendLead, cancel, email, leadSource = '' }: ProbeFlags,
  { env }: Terminal,
): ProbeInput['sendLead'] {
  if (sendLead !== (cancel && true)) {
    throw new UsageError(
      'Give --send-lead and --cancel together: the tour that is booked is cancelled at once.',
    );
  }
  if (sendLead === undefined) {
    if (email === undefined && leadSource === '') return undefined;
    throw new UsageError('--email and --lead-source are for --send-lead.');
  }
  const leadSourceId = leadSource || env.LEAD_SOURCE_ID || undefined;
  return {
    ...(email !== undefined && { email }),
    ...(leadSourceId !== undefined && { leadSourceId }),
    ...(typeof cancel === 'string' && { cancelledResultId: cancel }),
  };
}
