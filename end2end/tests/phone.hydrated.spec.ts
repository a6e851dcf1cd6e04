// The desk on a phone: nothing has to be scrolled sideways to be read, and everything is large enough to be hit.
import type { Page } from '@playwright/test';
import { begin, saved, text, title } from '../fixtures/editor.ts';
import { join } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ viewport: { width: 360, height: 780 } });

/** What of the desk's tables is wider than its place. */
const wide = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.table-scroll')]
      .filter((place) => place.scrollWidth > place.clientWidth)
      .map((place) => place.getAttribute('aria-label') ?? 'the page'),
  );

/** What is smaller than 24 px, and not part of a label that is larger. */
const small = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main :is(button, select, summary, input, textarea)')]
      .filter((target) => target.checkVisibility() && !target.closest('.visually-hidden'))
      .map((target) => {
        const label = target.closest('label');
        const box = (target.matches('[type="checkbox"], [type="radio"]') && label ? label : target).getBoundingClientRect();
        return { name: target.getAttribute('aria-label') ?? target.textContent ?? target.id, box };
      })
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ name, box }) => `${name} ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );

test('no table of the desk is scrolled sideways, and each is a table to those who listen', async ({ page }) => {
  test.slow();
  await join(page, 'Ada Pocket', 'owner');
  const path = `/an-old-address-that-is-longer-than-a-line-${Date.now()}`;
  await page.goto('/admin/redirects');
  await page.getByLabel('This address').fill(path);
  await page.getByLabel('Leads to').fill('/posts');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('table').first()).toContainText(path);
  for (const part of ['posts', 'tags', 'series', 'redirects', 'jobs', 'people', 'log', 'account']) {
    await page.goto(`/admin/${part}`);
    const table = page.getByRole('table').first();
    await expect(table.getByRole('rowheader').first(), part).toBeVisible();
    expect(await wide(page), part).toEqual([]);
    expect(await small(page), part).toEqual([]);
    await expect(table.getByRole('row').first().getByRole('columnheader').first(), part).not.toBeEmpty();
    expect(await table.getByRole('cell').count(), part).toBeGreaterThan(0);
    // A cell without words is still one: else those after it are read under the column before theirs.
    for (const row of await table.getByRole('row').filter({ has: page.getByRole('rowheader') }).all()) {
      const cells = (await row.getByRole('rowheader').count()) + (await row.getByRole('cell').count());
      expect(cells, part).toBe(await table.getByRole('columnheader').count());
    }
    // What is written before the facts of a card is what the columns say already.
    await expect(table.getByRole('row').nth(1), part).not.toHaveAccessibleName(/Written on|All posts|Attempts|Last (here|used)/);
  }
  await page.goto('/admin/redirects');
  await page.getByRole('button', { name: `Delete the redirect at ${path}` }).click();
});

test('a long title is read whole, and is one line to everybody else', async ({ page }) => {
  await join(page, 'Ada Titles', 'author');
  await begin(page);
  const long = 'What we learnt about long titles when somebody read one on a telephone in a train between two towns';
  await title(page).fill(long);
  const lines = () => title(page).evaluate((field: HTMLTextAreaElement) => [field.scrollHeight - field.clientHeight, field.clientHeight]);
  const [hidden, tall] = await lines();
  expect(hidden).toBeLessThanOrEqual(0);
  await title(page).fill('Short');
  const [, low] = await lines();
  expect(tall).toBeGreaterThan(2 * (low ?? 0));
  // Enter leads on to the text, and pasted lines become one.
  await title(page).press('End');
  await title(page).press('Enter');
  await expect(text(page)).toBeFocused();
  await expect(title(page)).toHaveValue('Short');
  await title(page).evaluate((field: HTMLTextAreaElement) => {
    field.focus();
    document.execCommand('insertText', false, '\nin two\nlines');
  });
  await expect(title(page)).toHaveValue('Short in two lines');
  await saved(page);
  await page.reload();
  await expect(title(page)).toHaveValue('Short in two lines');
});

test('the editor has the window to itself, and all its parts are within reach', async ({ page }) => {
  await join(page, 'Ada Thumbs', 'author');
  await begin(page);
  await text(page).fill(`## One\n\n${'word '.repeat(3_000)}`);
  await saved(page);
  await expect(page.getByRole('navigation', { name: 'Desk' })).toBeHidden();
  await page.getByText('Outline').click();
  await page.getByText('About this post').click();
  expect(await wide(page)).toEqual([]);
  expect(await small(page)).toEqual([]);
  // The preview of a long text does not push away what is said about it.
  const far = await page.getByText('Outline').evaluate((summary) => summary.getBoundingClientRect().top + scrollY);
  expect(far).toBeLessThan(2_000);
  await page.getByRole('link', { name: 'All posts' }).click();
  await expect(page.getByRole('navigation', { name: 'Desk' })).toBeVisible();
});
