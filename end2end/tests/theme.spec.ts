// Without a choice the system's colours hold, with scripts or without.
import { expect, open, test } from '../fixtures/test.ts';

test('the system decides between paper and ink', async ({ page, scripts }) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/', scripts);
  const light = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, '/', scripts);
  expect(await paper()).not.toBe(light);
});
