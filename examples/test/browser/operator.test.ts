import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookAs } from './support/book-as.js';
import { describeInBrowser } from './support/describe-in-browser.js';
import { expectAccessible } from './support/expect-accessible.js';
import { type Site, startSite } from './support/start-site.js';
import { visitAs } from './support/visit.js';

describeInBrowser('an operator', (browser) => {
  let site: Site;
  let userId: string;
  beforeAll(async () => {
    site = await startSite();
    await Promise.all(['demo', 'coppermesa'].map((subdomain) => site.connect(subdomain)));
    const visitor = await site.server.store.users.insert({
      role: 'user',
      name: 'Vera Visitor',
      email: 'vera@example.test',
      phone: '312-555-0177',
    });
    userId = visitor.id;
  });
  afterAll(() => site?.stop());

  test('sees who wants to tour the own houses, how to reach them, and nobody else', async () => {
    await bookAs(site, { userId, propertyId: '700101', message: 'May I bring my dog?' });
    await bookAs(site, { userId, propertyId: '700001' });
    const { page, errors, close } = await visitAs(browser(), site.url, 'Copper Mesa Living');
    const request = page.getByRole('listitem').filter({ hasText: 'Vera Visitor' });
    await request.waitFor();
    expect(await request.count()).toBe(1);
    // What is laid out counts, which a busy browser does after it has the elements.
    await expect.poll(() => request.innerText()).toContain('Saguaro Court');
    const text = await request.innerText();
    expect(text).toMatch(/, \d+:\d\d.* C[SD]T/);
    expect(text).toContain('May I bring my dog?');
    expect(await request.getByRole('link', { name: 'vera@example.test' }).getAttribute('href')).toBe(
      'mailto:vera@example.test',
    );
    expect(await request.getByRole('link', { name: '312-555-0177' }).getAttribute('href')).toBe(
      'tel:312-555-0177',
    );
    expect(await page.locator('.tiles').innerText()).toMatch(/^Confirmed\s+1\s+Pending\s+0/);
    await expectAccessible(page);
    await page.getByLabel('Search by house or visitor').fill('nobody');
    await request.waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await close();
  });

  test('tells the tours of today from those that come and from enquiries', async () => {
    const { houses, viewings } = site.server.store;
    const [house] = (await houses.list({ propertyId: '700002' })).items;
    const request = { userId, houseId: house?.id ?? '' };
    const startsAt = new Date().toISOString();
    await viewings.open({ ...request, slot: { rawDate: 'today', rawTime: 'soon', startsAt } });
    await viewings.open({ ...request, message: 'Is there a gym?' });
    await bookAs(site, { userId, propertyId: '700003' });
    const { page, close } = await visitAs(browser(), site.url, 'Prairie Lantern Residential');
    const listUnder = (title: string) => page.locator(`[data-key="list ${title}"]`);
    await listUnder('Today').getByText('Prairie Row Apartments').waitFor();
    await listUnder('Upcoming').getByText('Mile Marker Flats').waitFor();
    await listUnder('Without a time').getByText('Is there a gym?').waitFor();
    await close();
  });

  test('keeps what is typed, opened and focused while new requests come in', async () => {
    await bookAs(site, { userId, propertyId: '700103' });
    const { page, close } = await visitAs(browser(), site.url, 'Copper Mesa Living');
    const request = page.getByRole('listitem').filter({ hasText: 'Front Range Commons' });
    await request.getByText('As Entrata sent it').click();
    await page.getByLabel('Search by house or visitor').pressSequentially('front r');
    await bookAs(site, { userId, propertyId: '700103' });
    await expect.poll(() => request.count(), { timeout: 30_000 }).toBe(2);
    expect(await page.locator('details[open]').count()).toBe(1);
    await page.keyboard.type('ange');
    expect(await page.getByLabel('Search by house or visitor').inputValue()).toBe('front range');
    await close();
  });

  test('sees what is being done about an unknown booking, and resolves it manually', async () => {
    site.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    const refusal = { kind: 'error', code: 403, message: 'Not allowed' } as const;
    site.sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault: refusal });
    const booked = await bookAs(site, { userId, propertyId: '700102' });
    expect(booked).toMatchObject({ httpStatus: 202, status: 'unknown' });
    const { page, errors, close } = await visitAs(browser(), site.url, 'Copper Mesa Living');
    const request = page.getByRole('listitem').filter({ hasText: 'Arroyo & Vine' });
    await request.getByText('Unknown', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Needs a look' }).waitFor();
    await request.getByText('It cannot be looked up from here').waitFor();
    await expectAccessible(page);
    await request.getByRole('button', { name: 'It is booked' }).press('Enter');
    await request.getByText('Confirmed', { exact: true }).waitFor();
    expect(await page.getByRole('heading', { name: 'Needs a look' }).count()).toBe(0);
    expect((await site.server.store.viewings.find(booked.id))?.status).toBe('confirmed');
    expect(site.sandbox.ledger.appointmentsOf({ propertyId: '700102' })).toHaveLength(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('is asked before a booking is sent again that Entrata may have, and nothing is sent before', async () => {
    const down = site.sandbox.fail({
      method: 'getLeads',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'error', code: 403, message: 'Not allowed' },
    });
    site.sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' } });
    const booked = await bookAs(site, { userId, propertyId: '700103' });
    expect(booked).toMatchObject({ httpStatus: 202, status: 'unknown' });
    const sent = () => site.sandbox.journal.filter(({ method }) => method === 'sendLeads').length;
    const before = sent();
    const { page, errors, close } = await visitAs(browser(), site.url, 'Copper Mesa Living');
    const request = page.locator(`[data-key="${booked.id}"]`);
    await request.getByRole('button', { name: 'Send it again' }).click();
    await request.getByText('Sending it again may book it twice').waitFor();
    await expectAccessible(page);
    expect(sent()).toBe(before);
    await request.getByRole('button', { name: 'Do not send it' }).click();
    await request.getByRole('button', { name: 'Send it again' }).click();
    await request.getByRole('button', { name: 'Send it even so' }).click();
    await request.getByText('Confirmed', { exact: true }).waitFor();
    expect(sent()).toBe(before + 1);
    expect((await site.server.store.viewings.find(booked.id))?.status).toBe('confirmed');
    expect(errors).toEqual([]);
    down.cancel();
    await close();
  });
});
