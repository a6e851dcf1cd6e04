// Nothing scrolls sideways, at any width, with scripts or without.
import { expect, NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';

const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

for (const width of [320, 768, 2560]) {
  test(`no page scrolls sideways at ${width} px`, async ({ page, kinds, messages, scripts }) => {
    messages.allow(NOT_FOUND_LINE);
    await page.setViewportSize({ width, height: 900 });
    for (const [kind, path] of Object.entries(kinds)) {
      await open(page, path, scripts);
      expect(await page.evaluate(overflow), `${kind} ${path}`).toBeLessThanOrEqual(0);
    }
  });
}

test('no post scrolls sideways at 320 px', async ({ page, scripts }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const post of listed) {
    await open(page, `/posts/${post.slug}`, scripts);
    expect(await page.evaluate(overflow), post.slug).toBeLessThanOrEqual(0);
  }
});
