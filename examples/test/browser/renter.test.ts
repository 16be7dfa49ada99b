import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookAs } from './support/book-as.js';
import { describeInBrowser } from './support/describe-in-browser.js';
import { expectAccessible } from './support/expect-accessible.js';
import { type Site, startSite } from './support/start-site.js';
import { visitAs } from './support/visit.js';

describeInBrowser('a renter', (browser) => {
  let site: Site;
  beforeAll(async () => {
    site = await startSite();
    await Promise.all(['demo', 'coppermesa', 'harborpine'].map((subdomain) => site.connect(subdomain)));
  });
  afterAll(() => site?.stop());

  test('chooses who to be, and sees the houses with picture, price and bedrooms', async () => {
    const { page, errors, hosts, close } = await visitAs(browser(), site.url);
    await page.getByRole('button', { name: 'Robin Renter' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Robin Renter' }).click();
    const house = page.getByRole('listitem').filter({ hasText: 'Saguaro Court' });
    expect(await house.innerText()).toMatch(
      /Phoenix, AZ\s+\$[\d,]+ – \$[\d,]+ a month\s+Studio – 2 bedrooms/,
    );
    await house.locator('img').scrollIntoViewIfNeeded();
    await page.waitForFunction('[...document.images].filter((each) => each.naturalWidth > 0).length > 1');
    expect(await page.locator('.house').count()).toBe(9);
    await expectAccessible(page);
    expect(errors).toEqual([]);
    expect([...hosts].filter((host) => host !== site.url)).toHaveLength(1);
    await close();
  });

  test('sees what it costs and takes to live there, and which apartments can be had', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.getByRole('link', { name: 'Front Range Commons' }).click();
    const about = page.getByRole('region', { name: 'About this house' });
    await about.getByRole('heading', { name: 'Available apartments' }).waitFor();
    const text = await about.innerText();
    expect(text).toContain('Look & lease $500 off the first month — apply within a day of your tour.');
    expect(text).toMatch(/Application fee\s+\$50 \(Applicant\)/);
    expect(text).toMatch(
      /Pets\s+Dog: up to 2, Medium, up to 50 lbs, Ask about breeds\.\s+Snake: not allowed/,
    );
    expect(text).toMatch(/Lease terms\s+12 Months\s+6 Months/);
    expect(text).toMatch(/Floor \d\. From \d{4}-\d\d-\d\d\./);
    const link = about.getByRole('link', { name: 'Apply on the property’s site' });
    expect(await link.getAttribute('href')).toMatch(/^https:/);
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await close();
  });

  test('books a tour from the house to the confirmation, with the slot as Entrata sent it', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.getByRole('link', { name: 'Front Range Commons' }).click();
    await showNextMonth(page);
    await page
      .getByRole('button', { name: /^Wednesday, .* tour times$/ })
      .first()
      .click();
    const slot = page.getByRole('radio').nth(2);
    await page.getByText('12:00 PM', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'As Entrata sent it' }).click();
    // With the pointer still over the pressed button.
    await expectAccessible(page);
    const rawSlot = await slot.inputValue();
    expect(rawSlot).toMatch(/^\d{4}-\d\d-\d\d 11:00 M[SD]T - 11:30 M[SD]T$/);
    await page.getByText(rawSlot).waitFor();
    await slot.check();
    await page.getByLabel('Message (optional)').fill('Is the pool heated?');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Book this tour' }).click();

    const tour = page.getByRole('listitem').filter({ hasText: 'Front Range Commons' });
    await tour.getByText('Confirmed', { exact: true }).waitFor();
    expect(page.url()).toBe(`${site.url}/#/tours`);
    expect(await tour.innerText()).toMatch(/Wednesday, \w+ \d+, 12:00 – 12:30 PM C[SD]T/);
    await tour.getByText('As Entrata sent it').click();
    expect(await tour.locator('details').innerText()).toContain(rawSlot);
    await expectAccessible(page);
    const [appointment, ...others] = site.sandbox.ledger.appointmentsOf({ email: 'robin@example.test' });
    expect(others).toEqual([]);
    expect(`${appointment?.rawDate} ${appointment?.rawTime}`).toBe(rawSlot);
    expect(errors).toEqual([]);
    await close();
  });

  test('reads tour times in the time zone that the answer names', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.route('**/api/tour-times?*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), timeZone: 'America/Denver' } });
    });
    await page.getByRole('link', { name: 'Front Range Commons' }).click();
    await showNextMonth(page);
    await page.getByText('Times in Denver (Mountain Time)').waitFor();
    const slot = page.getByRole('radio').nth(2);
    expect(await slot.inputValue()).toMatch(/11:00 M[SD]T - 11:30 M[SD]T$/);
    await page.getByText('11:00 AM', { exact: true }).waitFor();
    await slot.check();
    await page.getByText(/11:00 – 11:30 AM M[SD]T/).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  test('sees a booking whose reply was lost pending, then confirmed, without a reload', async () => {
    const { page, errors, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.getByRole('link', { name: 'Lantern Lofts' }).click();
    await showNextMonth(page);
    site.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    // Not looked up before it was seen pending, however slow this machine is.
    const later = { kind: 'status', status: 503, retryAfter: '1' } as const;
    site.sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault: later });
    await page.getByRole('radio').first().check();
    await page.evaluate('window.isTheSamePage = true');
    await page.getByRole('button', { name: 'Book this tour' }).click();
    const tour = page.getByRole('listitem').filter({ hasText: 'Lantern Lofts' });
    await tour.getByText('Pending', { exact: true }).waitFor();
    expect(await tour.innerText()).toContain('We are waiting for the property to answer');
    site.sandbox.clearFaults();
    await tour.getByText('Confirmed', { exact: true }).waitFor();
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
    const leads = site.sandbox.ledger.appointmentsOf({ email: 'robin@example.test', propertyId: '700001' });
    expect(leads).toHaveLength(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('is told when somebody else was faster, and sees what is left', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.getByRole('link', { name: 'Mile Marker Flats' }).click();
    await showNextMonth(page);
    const slot = page.getByRole('radio').nth(1);
    const rawSlot = await slot.inputValue();
    const [day = '', ...time] = rawSlot.split(' ');
    const rival = await site.server.store.users.insert({
      role: 'user',
      name: 'Rita Rival',
      email: 'rita@example.test',
    });
    await bookAs(site, {
      userId: rival.id,
      propertyId: '700003',
      slot: { rawDate: day, rawTime: time.join(' ') },
    });
    await slot.check();
    await page.getByRole('button', { name: 'Book this tour' }).click();
    await page.getByText('The tour time is no longer offered').waitFor();
    await page.locator(`input[value="${rawSlot}"]`).waitFor({ state: 'detached' });
    await close();
  });

  test('moves a tour to another time, then cancels it, and Entrata knows', async () => {
    const { userId, name } = await addRenter(site, 'Cora Canceller');
    await bookAs(site, { userId, propertyId: '700201' });
    const { page, errors, close } = await visitAs(browser(), site.url, name);
    await page.getByRole('link', { name: 'Tours', exact: true }).click();
    await page.getByRole('link', { name: 'Pick another time' }).click();
    await page.getByRole('heading', { name: 'Move your tour' }).waitFor();
    await showNextMonth(page);
    const slot = page.getByRole('radio').last();
    const rawSlot = await slot.inputValue();
    await slot.check();
    await page.getByRole('button', { name: 'Move it here' }).click();
    await page.getByText('Moved to another time.').waitFor();
    const tour = page.getByRole('listitem').filter({ hasText: 'Confirmed' });
    await tour.getByRole('button', { name: 'Cancel tour' }).click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Keep it');
    await expectAccessible(page);
    await tour.getByRole('button', { name: 'Yes, cancel it' }).click();
    await page.getByText('The tour is cancelled.').waitFor();
    await tour.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Switch' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    expect(await page.locator('.message').count()).toBe(0);
    const appointments = site.sandbox.ledger.appointmentsOf({ email: 'cora.canceller@example.test' });
    expect(appointments.map(({ rawDate, rawTime, status }) => `${rawDate} ${rawTime} ${status}`)).toEqual([
      `${rawSlot} cancelled`,
    ]);
    expect(errors).toEqual([]);
    await close();
  });

  test('sees what is under way, cancels what is not known yet, and the operator sees it too', async () => {
    const { userId, name } = await addRenter(site, 'Mona Mover');
    const { viewings } = site.server.store;
    const { id } = await bookAs(site, { userId, propertyId: '700002' });
    const before = await viewings.find(id);
    const slot = { rawDate: 'some day', rawTime: 'some time' };
    const { viewing } = await viewings.open({ userId, houseId: before?.houseId ?? '', slot, replaces: id });
    await viewings.transition(viewing.id, ['pending'], { status: 'unknown' });

    const { page, errors, close } = await visitAs(browser(), site.url, name);
    await page.getByRole('link', { name: 'Tours', exact: true }).click();
    const old = page.locator(`[data-key="${id}"]`);
    await old.getByText('Moving', { exact: true }).waitFor();
    await old.getByText('We are asking the property for the other time.').waitFor();
    expect(await old.getByRole('button').filter({ hasText: 'Cancel tour' }).count()).toBe(0);
    const other = page.locator(`[data-key="${viewing.id}"]`);
    await other.getByRole('button', { name: 'Cancel tour' }).click();
    await other.getByRole('button', { name: 'Yes, cancel it' }).click();
    await page.getByText('The tour is being cancelled.').waitFor();
    await other.getByText('Cancelling', { exact: true }).waitFor();
    await expectAccessible(page);
    expect(errors).toEqual([]);
    await close();

    const operator = await visitAs(browser(), site.url, 'Prairie Lantern Residential');
    const request = (of: string) => operator.page.locator(`[data-key="${of}"]`);
    await request(id).getByText('The visitor has asked for another time.').waitFor();
    await request(viewing.id).getByText('The visitor has cancelled.').waitFor();
    expect(await request(viewing.id).getByRole('button', { name: 'Send it again' }).count()).toBe(0);
    await expectAccessible(operator.page);
    expect(operator.errors).toEqual([]);
    await operator.close();
  });

  test('books with the keyboard alone', async () => {
    const { name } = await addRenter(site, 'Kim Keyboard');
    const { page, errors, close } = await visitAs(browser(), site.url);
    await page.getByRole('button', { name }).waitFor();
    await pressOn(page, name);
    await page.getByRole('link', { name: 'Aurora Landing' }).waitFor();
    await page.keyboard.press('Tab');
    await pressOn(page, 'Aurora Landing');
    await page.getByRole('heading', { name: 'Book a tour' }).waitFor();
    await tabTo(page, 'button.day');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const day = await page.locator('legend').innerText();
    await tabTo(page, 'input[type=radio]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await tabTo(page, 'textarea');
    await page.keyboard.type('By keys');
    await pressOn(page, 'Book this tour');
    await page.getByText('Confirmed', { exact: true }).waitFor();
    expect(await page.locator('.tour').innerText()).toContain(day);
    expect(errors).toEqual([]);
    await close();
  });

  test('starts with the month after when this one has no tour times left', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Robin Renter');
    // Beyond what the sandbox offers, so that no month from there on has any.
    const now = new Date();
    const later = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 4, 15, 12));
    await page.clock.setFixedTime(later);
    await page.getByRole('link', { name: 'Saguaro Court' }).click();
    const after = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 15));
    const name = after.toLocaleString('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
    await page.getByText(`No tour times in ${name}.`).waitFor();
    await close();
  });

  test('learns that a house offers no tours online', async () => {
    const { page, close } = await visitAs(browser(), site.url, 'Robin Renter');
    await page.getByRole('link', { name: 'Pier Nine Residences' }).click();
    await page.getByText('This house does not offer tours online').waitFor();
    await expectAccessible(page);
    await close();
  });
});

/** Late in a month it has no tour times left; the one after it has. */
async function showNextMonth(page: Page): Promise<void> {
  const month = await page.locator('.steps strong').innerText();
  await page.getByRole('button', { name: 'Month after' }).click();
  await expect.poll(() => page.locator('.steps strong').innerText(), { timeout: 30_000 }).not.toBe(month);
}

async function addRenter({ server }: Site, name: string): Promise<{ userId: string; name: string }> {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.test`;
  const { id } = await server.store.users.insert({ role: 'user', name, email });
  return { userId: id, name };
}

/** Moves the focus with Tab until it is on what the selector names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

/** Tabs to the button or link of this text, and presses it. */
async function pressOn(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    if ((await page.evaluate('document.activeElement.textContent.trim()')) === text) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${text}`);
}
