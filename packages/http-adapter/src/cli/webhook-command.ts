import { Command, Option } from 'commander';
import type { WebhookMethod } from 'entrata-sdk';
import { callWebhook, type WebhookFields, writeWebhookQuery } from 'entrata-sdk/testing';
import { checkEntrataId, connect, readWire, wireFlag } from './connection.js';
import { nameOf } from './doctor/finding.js';
import { parameter, sandboxAddress, someText, subdomain, webhookAddress } from './flags.js';
import { printable } from './table.js';
import { type Terminal, UsageError } from './terminal.js';
import { askForCode } from './webhook/ask-for-code.js';
import { type Explanation, explainAnswer, explainSilence } from './webhook/explain-answer.js';
import { type ReadAnswer, readAnswer } from './webhook/read-answer.js';

interface SendFlags {
  readonly url?: string;
  readonly type: string;
  readonly cid: string;
  readonly property?: string;
  readonly subdomain?: string;
  readonly company?: string;
  readonly code?: string;
  readonly sandbox?: string;
  readonly param?: readonly (readonly [name: string, value: string])[];
  readonly method?: WebhookMethod;
  readonly wire?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Longer than an adapter takes to answer, whose own bound is 4.5 s unless it was given another. */
const timeoutMs = 30_000;

/** What stands in the place of a code, and of what may be the URL's secret. */
const masked = '***';

/** `entrata webhook send`: any event to an adapter that runs, and what its answer means. */
export function webhookCommand(terminal: Terminal, end: (status: number) => void): Command {
  const send = new Command('send')
    .summary('send any event to an adapter that runs')
    .description(
      'Send a webhook as Entrata does, and say what the answer means and what to do.\n' +
        'Status 0 when it was taken (accepted, duplicate, ignored), 1 when it was held, refused or not answered.',
    )
    .option(
      '--url <address>',
      'the URL that is registered at Entrata, secret included (or set WEBHOOK_URL)',
      webhookAddress,
    )
    .requiredOption('--type <type>', 'ACTIVATION, SUSPENDED, CHANGE_FEED_TYPE or any other', someText)
    .requiredOption('--cid <id>', "Entrata's id of the company", someText)
    .option('--property <id>', "Entrata's id of the property", someText)
    .option('--subdomain <label>', "the company's subdomain at Entrata", subdomain)
    .option('--company <name>', 'the name of the company', someText)
    .option('--code <code>', 'a one-time code', someText)
    .option('--sandbox <url>', 'a sandbox that issues the code, such as `entrata sandbox`', sandboxAddress)
    .option('--param <name=value>', 'a further parameter, as it is; may be repeated', parameter)
    .addOption(
      new Option('--method <method>', "default: the first of the wire profile's").choices(['GET', 'POST']),
    )
    .option(...wireFlag)
    .option('--dry-run', 'print what would be sent, and send nothing')
    .option('--json', 'print one JSON object')
    .action(async (flags: SendFlags) => end(await sendOne(terminal, flags)));
  return new Command('webhook').summary('send webhooks to an adapter that runs').addCommand(send);
}

async function sendOne(terminal: Terminal, flags: SendFlags): Promise<number> {
  const url = flags.url ?? readAddress(terminal.env.WEBHOOK_URL);
  if (flags.code !== undefined && flags.sandbox !== undefined)
    throw new UsageError('Give --code or --sandbox, not both.');
  // Checks the profile, and opens nothing.
  const entrata = connect(undefined, await readWire(flags, terminal));
  checkEntrataId(entrata, '--cid', flags.cid);
  checkEntrataId(entrata, '--property', flags.property);
  const { webhooks } = entrata;
  const method = flags.method ?? webhooks.methods[0] ?? 'GET';
  const issued =
    flags.sandbox === undefined || flags.dryRun ? undefined : await askForCode(flags.sandbox, flags.cid);
  const code = flags.code ?? issued?.code;
  const fields: WebhookFields = {
    cid: flags.cid,
    companyName: flags.company ?? issued?.companyName,
    subdomain: flags.subdomain ?? issued?.subdomain,
    propertyId: flags.property,
    requestType: flags.type,
  };
  const write = (authCode: string | undefined) =>
    writeWebhookQuery({ ...fields, authCode }, webhooks.parameters, flags.param ?? []);
  const hasCode = code !== undefined || flags.sandbox !== undefined;
  const request = describeRequest(url, method, write(hasCode ? masked : undefined));
  if (flags.dryRun) {
    terminal.out(flags.json ? JSON.stringify({ request }) : line(request));
    return 0;
  }
  const { answer, explanation } = await call(url, write(code), method);
  terminal.out(
    flags.json
      ? JSON.stringify({ request, answer: answer ?? null, ...explanation })
      : [line(request), ...describe(answer), explanation.meaning, ...advise(explanation)]
          .map(printable)
          .join('\n'),
  );
  return explanation.isTaken ? 0 : 1;
}

function readAddress(given: string | undefined): string {
  if (given === undefined || given === '') {
    throw new UsageError('Give --url (or set WEBHOOK_URL): http://127.0.0.1:4010/webhooks/entrata/<secret>.');
  }
  try {
    return webhookAddress(given);
  } catch (error) {
    throw new UsageError(`WEBHOOK_URL: ${error instanceof Error ? error.message : ''}`);
  }
}

async function call(url: string, query: string, method: WebhookMethod) {
  try {
    const answer = readAnswer(await callWebhook(url, query, { method, timeoutMs }));
    return { answer, explanation: explainAnswer(answer) };
  } catch (error) {
    const reason = nameOf(error);
    const explanation = explainSilence(reason);
    return { explanation: { ...explanation, meaning: `No answer (${reason}). ${explanation.meaning}` } };
  }
}

interface ShownRequest {
  readonly method: WebhookMethod;
  readonly url: string;
  /** Of a POST: the form. */
  readonly body?: string;
}

/** Without what is secret: a secret of the adapter's has 16 characters or more, and the names of its paths have less. */
function describeRequest(url: string, method: WebhookMethod, query: string): ShownRequest {
  const { origin, pathname, search } = new URL(url);
  const path = pathname.split('/').map((segment) => (segment.length < 16 ? segment : masked));
  const shown = `${origin}${path.join('/')}${search}`;
  if (method === 'POST') return { method, url: shown, body: query };
  return { method, url: `${shown}${search === '' ? '?' : '&'}${query}` };
}

const line = ({ method, url, body }: ShownRequest) =>
  `${method} ${url}${body === undefined ? '' : ` with the form ${body}`}`;

function describe(answer: ReadAnswer | undefined): string[] {
  if (answer === undefined) return [];
  const { httpStatus, outcome, code, field, logId } = answer;
  const about = [outcome, code, field].filter((each) => each !== undefined).join(' ');
  return [`${`${httpStatus} ${about}`.trim()}${logId === undefined ? '' : `, log id ${logId}`}`];
}

const advise = ({ todo }: Explanation) => (todo === undefined ? [] : [`What to do: ${todo}`]);
