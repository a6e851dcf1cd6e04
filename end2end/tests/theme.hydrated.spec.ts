// Light, dark or what the system says; chosen once, kept, and there before anything is painted.
import { expect, hydrated, open, test } from '../fixtures/test.ts';
import type { Page } from '@playwright/test';

const choose = async (page: Page, name: 'Light' | 'Dark' | 'System') => {
  const group = page.getByRole('group', { name: /theme/i }).or(page.getByRole('radiogroup', { name: /theme/i }));
  const control = group.getByRole('radio', { name }).or(group.getByRole('button', { name }));
  await control.first().click();
};

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

// Notes what the root element says at the moment <body> begins, which is before the first paint.
const noteTheme = () => {
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    Object.assign(window, { themeBeforeBody: document.documentElement.dataset.theme ?? 'system' });
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
};

test('a choice survives a reload without a flash', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(noteTheme);
  await open(page, '/', true);
  for (const [name, theme] of [['Dark', 'dark'], ['Light', 'light']] as const) {
    await choose(page, name);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await ground(page)).toContain(theme);
    await page.reload();
    expect(await page.evaluate(() => Reflect.get(window, 'themeBeforeBody'))).toBe(theme);
    await hydrated(page);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  }
});

test('system follows the system', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/', true);
  await choose(page, 'Dark');
  await choose(page, 'System');
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(paper).not.toBe(light);
});

test('a choice holds after a navigation and on the next page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/', true);
  await choose(page, 'Dark');
  await page.getByRole('main').getByRole('article').first().locator('h2 a, h3 a').first().click();
  await expect(page).toHaveURL(/\/posts\//);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
