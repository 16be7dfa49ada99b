import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { isLongRun } from '../../../../packages/entrata-store/test/support/level.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phoneWidth = 360;

/**
 * Holds the screen that is shown against axe, in light on a desk and in dark on a phone (the long run: in both on both), where
 * nothing may reach beyond its width.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const size = page.viewportSize() ?? { width: 1200, height: 900 };
  const views = [
    ['light', size.width],
    ['dark', phoneWidth],
    ['light', phoneWidth],
    ['dark', size.width],
  ] as const;
  for (const [colorScheme, width] of isLongRun ? views : views.slice(0, 2)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ ...size, width });
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${width} px wide`).toBe(width);
    expect(await violations(page), `${colorScheme}, ${width} px`).toEqual([]);
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
