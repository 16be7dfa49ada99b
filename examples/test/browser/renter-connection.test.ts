import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from './support/describe-in-browser.js';
import { expectAccessible } from './support/expect-accessible.js';
import { type Site, startSite } from './support/start-site.js';
import { visitAs } from './support/visit.js';

describeInBrowser('a renter whose server is away, slow, or has forgotten the token', (browser) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
    await site.connect('demo');
  });
  afterAll(() => site?.stop());

  test('is told when the server does not answer, and sees the houses again when it does', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.locator('.house').first().waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Tours', exact: true }).click();
    await page.getByText('The server does not answer. Trying again').waitFor();
    await expectAccessible(page);
    await page.unroute('**/api/**');
    await page.getByRole('heading', { name: 'Your tours' }).waitFor();
    expect(await page.getByText('Trying again').count()).toBe(0);
    await close();
  });

  test('sees that something is on its way while the server takes its time', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.locator('.house').first().waitFor();
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/viewings?*', async (route) => {
      await asked;
      await route.continue();
    });
    await page.getByRole('link', { name: 'Tours', exact: true }).click();
    await page.getByText('Loading …').waitFor();
    await expectAccessible(page);
    answer();
    await page.getByRole('heading', { name: 'Your tours' }).waitFor();
    expect(await page.getByText('Loading …').count()).toBe(0);
    await close();
  });

  test('chooses anew who to be when the server no longer knows the token', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.locator('.house').first().waitFor();
    await page.evaluate(`{
      const session = JSON.parse(sessionStorage.getItem('entrata-example-session'));
      sessionStorage.setItem('entrata-example-session', JSON.stringify({ ...session, token: 'expired' }));
    }`);
    await page.getByRole('link', { name: 'Tours', exact: true }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await page.getByText('Please choose who you are again').waitFor();
    await close();
  });
});
