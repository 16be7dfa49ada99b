import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from './support/describe-in-browser.js';
import { expectAccessible } from './support/expect-accessible.js';
import { type Site, startSite } from './support/start-site.js';
import { visitAs } from './support/visit.js';

describeInBrowser('an integrator', (browser) => {
  let site: Site;
  let isHandlerBroken = false;
  beforeAll(async () => {
    site = await startSite({
      onNotification() {
        if (isHandlerBroken) throw new Error('the handler of the test is broken');
      },
    });
    await site.connect('coppermesa');
  });
  afterAll(() => site?.stop());

  test('has the sandbox connect a company, and watches its properties come in', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Indra Integrator');
    await open(page, 'Sandbox');
    await choice(page, 'How').selectOption('late');
    await page.getByRole('button', { name: 'Let it fail' }).click();
    await page.getByText('Acts, then answers 15 seconds late, sendLeads: 0 of 1').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Let it work again' }).click();
    await page.getByText('late, sendLeads').waitFor({ state: 'detached' });

    // They do not come in before that was seen, however slow this machine is.
    const later = { kind: 'status', status: 503, retryAfter: '1' } as const;
    site.sandbox.fail({ method: 'getMitsPropertyUnits', times: Number.POSITIVE_INFINITY, fault: later });
    await send(page, { company: '4103', property: 'all', type: 'ACTIVATION' });
    await page.getByText(/700203: 200/).waitFor();
    await open(page, 'Properties');
    await choice(page, 'Company').selectOption({ label: 'Harbor Pine Communities' });
    await page.getByText('0 of 3 properties up to date').waitFor();
    site.sandbox.clearFaults();
    await page.getByText('3 of 3 properties up to date').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(3);
    await page.getByRole('button', { name: 'Pending 0' }).click();
    await page.getByText('No property here.').waitFor();
    await page.getByRole('button', { name: 'Active 3' }).click();
    await page.locator('tbody tr').nth(2).waitFor();
    await expectAccessible(page);

    await open(page, 'Clients');
    await page.getByRole('heading', { name: 'Harbor Pine Communities' }).waitFor();
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await close();
  });

  test('filters the webhook log, and follows one webhook to its sealed query, property and tasks', async () => {
    const property = { subdomain: 'coppermesa', propertyId: '700102' };
    const feed = { feed_type: 'full' };
    await site.sandbox.sendWebhook(site.server.webhookUrl, {
      ...property,
      requestType: 'CHANGE_FEED_TYPE',
      extra: feed,
    });
    const { page, errors, close } = await visitAs(browser(), site.url, 'Indra Integrator');
    await open(page, 'Webhooks');
    await page.locator('.tiles').getByText('CHANGE_FEED_TYPE').waitFor();
    await expectAccessible(page);
    await choice(page, 'Type').selectOption('CHANGE_FEED_TYPE');
    await page.getByText('1 webhook', { exact: true }).waitFor();
    await choice(page, 'Type').selectOption('ACTIVATION');
    await page.getByLabel('Property id').fill('700101');
    await page.getByLabel('Property id').press('Enter');
    await page.getByText('1 webhook', { exact: true }).waitFor();
    await page.locator('tbody').getByRole('link').click();

    await page.getByRole('heading', { name: 'ACTIVATION' }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('auth_code=');
    await page.getByRole('button', { name: 'Open the sealed query' }).click();
    await page.getByText(/^cid=4102&.*auth_code=[^&]+&.*property_id=700101/).waitFor();
    await page.getByRole('cell', { name: 'converge', exact: true }).waitFor();
    await page.getByRole('row', { name: /^approveProperty .* done$/ }).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/Approval\s+sent/);
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await close();
  });

  test('drops a held event, and releases another once its company is connected', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Indra Integrator');
    await open(page, 'Sandbox');
    await send(page, { company: '4101', property: '700001', type: 'SUSPENDED' });
    await page.getByText(/700001: 202 .*held/).waitFor();
    await send(page, { company: '4101', property: '700002', type: 'SUSPENDED' });
    await page.getByText(/700002: 202 .*held/).waitFor();
    await open(page, 'Held');
    await page.getByRole('listitem').filter({ hasText: '700002' }).waitFor();
    await expectAccessible(page);
    await page
      .getByRole('listitem')
      .filter({ hasText: '700002' })
      .getByRole('button', { name: 'Drop' })
      .click();
    await page.getByText('Dropped.').waitFor();
    await site.connect('demo');
    await page.getByRole('button', { name: 'Release' }).press('Enter');
    await page.getByText('Nothing is held.').waitFor();

    await open(page, 'Properties');
    await page.getByRole('button', { name: 'Suspended 1' }).click();
    await page.getByRole('row').filter({ hasText: '700001' }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  test('sees a webhook without the secret refused', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Indra Integrator');
    await open(page, 'Sandbox');
    await choice(page, 'Sender').selectOption('unproven');
    await send(page, { company: '4102', property: '700101', type: 'SUSPENDED' });
    await page.getByText(/700101: 401/).waitFor();
    await open(page, 'Webhooks');
    await choice(page, 'Outcome').selectOption('refused');
    const refusal = page.locator('tbody').getByText('unauthorized').first();
    const nothing = page.getByText('No webhook fits.');
    await refusal.waitFor();
    for (const [label, none, any] of [
      ['cid', '4101', '4102'],
      ['From', '2099-01-01T00:00', '2000-01-01T00:00'],
      ['To', '2000-01-02T00:00', '2099-01-01T00:00'],
    ] as const) {
      const field = page.getByLabel(label, { exact: true });
      await field.fill(none);
      await field.press('Tab');
      await nothing.waitFor();
      await field.fill(any);
      await field.press('Tab');
      await refusal.waitFor();
    }
    await close();
  });

  test('sends any type with and without a code, and sees the answer and the row it made', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Indra Integrator');
    const exchanges = () => site.sandbox.journal.filter(({ method }) => method === 'getAccessToken').length;
    const answer = page.getByRole('status', { name: 'Answers' }).getByRole('listitem');
    const row = async (said: RegExp) => {
      await answer.filter({ hasText: said }).waitFor();
      return page.getByRole('status', { name: 'Answers' }).innerText();
    };
    await open(page, 'Sandbox');
    await choice(page, 'Type').selectOption('Another one');
    const property = { company: '4102', property: '700103' };
    await page.getByLabel('Name of the type').fill('Price changed');
    await send(page, property);
    expect(await row(/Its row: ignored/)).toMatch(/^700103: 200 ignored\. Its row: ignored in \d+ ms\. Log$/);
    await expectAccessible(page);
    await answer.getByRole('link').click();
    await page.getByRole('heading', { name: 'PRICE CHANGED' }).waitFor();

    await open(page, 'Sandbox');
    const before = exchanges();
    await choice(page, 'Code').selectOption('fresh');
    await send(page, { ...property, type: 'CHANGE_FEED_TYPE' });
    await row(/700103: 200 accepted\. Its row: accepted/);
    expect(exchanges()).toBe(before + 1);
    await choice(page, 'Code').selectOption('none');
    await choice(page, 'Sender').selectOption('unproven');
    await send(page, { ...property, type: 'ACTIVATION' });
    await row(/700103: 401 unauthorized\. Its row: refused unauthorized/);
    expect(exchanges()).toBe(before + 1);
    expect(errors).toEqual([]);
    await close();
  });

  test('is told when there is no sandbox to control', async () => {
    const plain = await startSite({ isSandboxShown: false });
    const { page, close } = await visitAs(browser(), plain.url, 'Indra Integrator');
    await page.getByText('No company has connected yet.').waitFor();
    await expectAccessible(page);
    await open(page, 'Sandbox');
    await page.getByText('This server speaks to an Entrata of another process.').waitFor();
    await close();
    await plain.stop();
  });

  test('tries a dead task again', async () => {
    isHandlerBroken = true;
    await site.server.store.tasks.enqueue({
      kind: 'notify',
      payload: { id: 'a test', type: 'client.connected', clientId: 'nobody' },
      maxAttempts: 1,
    });
    const { page, errors, close } = await visitAs(browser(), site.url, 'Indra Integrator');
    await open(page, 'Tasks');
    await page.getByRole('button', { name: 'Dead' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await expectAccessible(page);
    isHandlerBroken = false;
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.getByText('No task here.').waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});

/** A list to choose from, by its label alone: the label's element also holds the list's texts. */
function choice(page: Page, name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

async function open(page: Page, screen: string): Promise<void> {
  await page.getByRole('link', { name: screen, exact: true }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function send(
  page: Page,
  { company, property, type }: { company: string; property: string; type?: string },
): Promise<void> {
  await choice(page, 'Company').selectOption(company);
  await choice(page, 'Property').selectOption(property);
  if (type !== undefined) await choice(page, 'Type').selectOption(type);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}
