// The client takes over what the server sent without changing or moving it.
import { expect, hydrated, NOT_FOUND_LINE, test } from '../fixtures/test.ts';
import { ORIGIN } from '../settings.ts';
import type { Page } from '@playwright/test';

/** The words of the page; numbers the client refreshes and what only exists with scripts are left out. */
const words = (page: Page) =>
  page.evaluate(() => {
    const body = document.body.cloneNode(true) as HTMLElement;
    body.querySelectorAll('script, style, template, noscript, button, [data-volatile]').forEach((element) => element.remove());
    return (body.textContent ?? '').replace(/\s+/g, ' ').trim();
  });

test('hydration changes no text', async ({ page, browser, kinds, messages }) => {
  messages.allow(NOT_FOUND_LINE);
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: ORIGIN });
  const before = await plain.newPage();
  for (const [kind, path] of Object.entries(kinds)) {
    await before.goto(path);
    await page.goto(path);
    await hydrated(page);
    expect(await words(page), kind).toBe(await words(before));
  }
  await plain.close();
});

test('hydration moves nothing', async ({ page, kinds, messages }) => {
  test.slow();
  messages.allow(NOT_FOUND_LINE);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const [kind, path] of Object.entries(kinds)) {
      await page.goto(path);
      await hydrated(page);
      const shift = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
            }).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve(sum), 300);
          }),
      );
      expect(shift, `${kind} at ${width} px`).toBeLessThan(0.01);
    }
  }
});

test('a slow processor makes no difference', async ({ page, kinds }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  for (const path of [kinds.home, kinds.post]) {
    await page.goto(path);
    await hydrated(page);
  }
});
