import type { Browser, Page } from 'playwright-core';

/** A page in a browser window of its own, and what went wrong in it. */
export interface Visit {
  readonly page: Page;
  /** Errors of scripts, and what the Content-Security-Policy kept out. */
  readonly errors: readonly string[];
  /** Every host that was asked for something. */
  readonly hosts: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Opens the page and logs in as the person of this name. */
export async function visitAs(browser: Browser, url: string, person?: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // An answer such as 409 is told there too, and is none of the page's mistakes.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  page.on('request', (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(url);
  if (person !== undefined) await page.getByRole('button', { name: person }).click();
  return { page, errors, hosts, close: () => context.close() };
}
