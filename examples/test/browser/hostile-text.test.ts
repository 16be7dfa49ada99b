import { demoCities, makeCompany, makeProperty } from 'entrata-sdk/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookAs } from './support/book-as.js';
import { describeInBrowser } from './support/describe-in-browser.js';
import { type Site, startSite } from './support/start-site.js';
import { visitAs } from './support/visit.js';

const attack = (mark: string) => `<img src=x onerror="window.attacked='${mark}'"><b>${mark}</b>`;

describeInBrowser('text that tries to be a script', (browser) => {
  let site: Site;
  beforeAll(async () => {
    const [city] = demoCities;
    if (city === undefined) throw new Error('the sandbox has no city');
    const company = makeCompany({
      cid: '4666',
      name: attack('company'),
      subdomain: 'hostile',
      properties: [makeProperty(700666, attack('property'), city)],
    });
    site = await startSite({ companies: [company] });
    await site.connect('hostile');
  });
  afterAll(() => site?.stop());

  test('is shown as text, be it a name of a property or a company, or what a renter wrote', async () => {
    const user = { role: 'user', name: attack('visitor'), email: 'mallory@example.test' } as const;
    const { id: userId } = await site.server.store.users.insert(user);
    await bookAs(site, { userId, propertyId: '700666', message: attack('message') });
    const { page, errors, close } = await visitAs(browser(), site.url);
    await page.getByText(attack('visitor')).click();
    const [house] = (await site.server.store.houses.list()).items;
    await page.getByRole('link', { name: house?.title ?? '' }).click();
    await page.getByRole('heading', { name: house?.title ?? '', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Tours' }).click();
    await page.getByText('Confirmed', { exact: true }).waitFor();
    await expectHarmless(page);

    const [client] = (await site.server.store.clients.list()).items;
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.getByRole('button', { name: client?.companyName ?? '' }).click();
    await page.getByText(attack('message')).waitFor();
    await page.getByText(attack('visitor')).waitFor();
    await expectHarmless(page);
    expect(errors).toEqual([]);
    await close();
  });

  test('is shown as text where a slot should be, and can be looked at', async () => {
    const slots = [{ tourDate: attack('date'), tourTime: [attack('time')] }];
    const reply = { response: { code: 200, result: { availableTours: { availableTour: slots } } } };
    site.sandbox.fail({
      method: 'getTourAvailability',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'status', status: 200, body: JSON.stringify(reply) },
    });
    const { page, errors, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.locator('.house a').click();
    await page.getByRole('button', { name: 'Month after' }).click();
    await page.getByText('Times that cannot be read').waitFor();
    const slot = page.locator('.slot');
    expect(await slot.innerText()).toContain(attack('time'));
    expect(await slot.innerText()).toContain(attack('date'));
    await slot.click();
    await page.getByRole('button', { name: 'Book this tour' }).waitFor();
    await expectHarmless(page);
    expect(errors).toEqual([]);
    await close();
  });

  test('would not run even as markup: the policy keeps inline scripts and foreign hosts out', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url);
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.attacked = "inline"';
      document.body.append(script);
      const foreign = document.createElement('script');
      foreign.src = 'https://elsewhere.example.test/x.js';
      document.body.append(foreign);
      document.body.insertAdjacentHTML('beforeend', '<img src="/x" onerror="window.attacked = 1">');
    }`);
    await expect
      .poll(() => errors.filter((text) => text.includes('Content Security Policy')).length, {
        timeout: 30_000,
      })
      .toBeGreaterThan(2);
    expect(await page.evaluate('window.attacked')).toBeUndefined();
    await close();
  });
});

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate('window.attacked')).toBeUndefined();
  expect(await page.locator('img[onerror], main b').count()).toBe(0);
}
