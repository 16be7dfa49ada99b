import { countCalls, findClient, type Stage } from './stage.js';

interface Company {
  readonly cid: string;
  readonly subdomain: string;
  readonly propertyIds: readonly string[];
}

/** Entrata activates the company's properties; the webhooks' log ids. */
export async function connectCompany(stage: Stage, company: Company): Promise<string[]> {
  stage.narrator.step('Entrata sends a webhook per property');
  const logIds: string[] = [];
  for (const propertyId of company.propertyIds) {
    logIds.push(await activate(stage, company, propertyId, logIds.length === 0));
  }
  await showClient(stage, company);
  return logIds;
}

/** The first webhook of a company carries the one-time code. */
async function activate(
  { sandbox, server, narrator }: Stage,
  { subdomain }: Company,
  propertyId: string,
  withCode: boolean,
): Promise<string> {
  const webhook = { requestType: 'ACTIVATION', subdomain, propertyId, withCode };
  const answer = await sandbox.sendWebhook(server.webhookUrl, webhook);
  if (answer.status !== 200)
    throw new Error(`the webhook for property ${propertyId} was answered ${answer.status}: ${answer.body}`);
  // The shape of the adapter's own webhook answer.
  const { status, logId } = JSON.parse(answer.body) as { status: string; logId: string };
  const code = withCode ? 'one-time code' : 'no code';
  narrator.line(
    `ACTIVATION  property ${propertyId}  ${code.padEnd(13)}  ${answer.status} ${status}  log ${logId}`,
  );
  return logId;
}

async function showClient(stage: Stage, { cid }: Company): Promise<void> {
  const { narrator } = stage;
  const { store } = stage.server;
  narrator.step('The code becomes a token, and the token names its owner');
  const client = await findClient(store, cid);
  // A secret prints as [secret], here as everywhere.
  narrator.table([
    ['code', `exchanged ${times(countCalls(stage, 'getAccessToken'))}, for the token ${client.accessToken}`],
    [
      'owner',
      `confirmed ${times(countCalls(stage, 'getClientInfo'))} by Entrata: cid ${client.cid}, ${client.subdomain}`,
    ],
  ]);

  narrator.step('Operator, agent and client are created, linked');
  const agent = await store.users.find(client.agentUserId);
  const operator = await store.operators.find(client.operatorId);
  if (agent === undefined || operator === undefined)
    throw new Error('the client has no agent or no operator');
  narrator.table([
    ['operator', operator.id, operator.name],
    ['agent', agent.id, agent.name],
    ['client', client.id, client.companyName ?? ''],
  ]);
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
