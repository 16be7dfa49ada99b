import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phoneWidth = 360;

/**
 * Holds the screen that is shown against axe, in light and in dark, on a desk and on a phone, where nothing
 * may reach beyond its width.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1200, height: 900 };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [size.width, phoneWidth]) {
      await page.setViewportSize({ ...size, width });
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} px wide`).toBe(width);
      expect(await violations(page), `${colorScheme}, ${width} px`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(size);
}

/** What is still fading in has not the contrast that people read it with. */
const whatFadesIsThere = `Promise.all(document.getAnimations()
  .filter(({ effect }) => Number.isFinite(effect.getComputedTiming().endTime))
  .map(({ finished }) => finished.catch(() => {}))).then(() => undefined)`;

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(whatFadesIsThere);
  // The protocol's evaluate is not bound by the page's own policy; axe's preloading of styles is.
  await page.evaluate(axeSource);
  return page.evaluate(`axe.run(document, { preload: false }).then(({ violations }) => violations.map(
    ({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; ')))`);
}
