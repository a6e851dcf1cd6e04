// Series in lists, with scripts and without: one row to unfold, and all of it on one page.
import { expect, open, test } from '../fixtures/test.ts';
import { findPost, listed, literally } from '../fixtures/demo.ts';

const partsOf = (series: string) => listed.filter((post) => post.series === series);

/** A part of a series of several parts that all carry one tag, and that tag. */
function tagged() {
  const shared = (series: string, tags: string[]) =>
    partsOf(series).length > 1 ? tags.find((tag) => partsOf(series).every((part) => part.tags.includes(tag))) : undefined;
  const post = findPost('a series with a tag of its own', (post) => post.listed && shared(post.series, post.tags) !== undefined);
  return { post, tag: shared(post.series, post.tags) ?? '' };
}

test('an archive shows a series once, to unfold in reading order', async ({ page, scripts }) => {
  const { post, tag } = tagged();
  await open(page, '/tags', scripts);
  await page.getByRole('main').locator('a[href^="/tags/"]').filter({ hasText: new RegExp(`^\\s*#?${literally(tag)}\\b`, 'i') }).first().click();
  const row = page.locator('.row-of-parts').filter({ has: page.locator(`a[href="/posts/${post.slug}"]`) });
  await expect(row).toHaveCount(1);
  const links = row.locator('details a');
  await expect(links).toHaveCount(partsOf(post.series).length);
  await expect(links.first()).toBeHidden();
  await row.locator('summary').click();
  await expect(links.first()).toBeVisible();
  await links.first().click();
  await expect(page.getByText(new RegExp(`Part 1 of ${partsOf(post.series).length}\\b`)).first()).toBeVisible();
});

test('a whole series is on one page, each id once', async ({ page, scripts, kinds }) => {
  await open(page, kinds.series, scripts);
  const parts = await page.locator('.part').count();
  await page.getByRole('link', { name: 'On one page' }).click();
  await expect(page).toHaveURL(new RegExp(`${literally(kinds.series)}/print$`));
  await expect(page.getByRole('main').getByRole('article')).toHaveCount(parts);
  const ids = await page.locator('[id]').evaluateAll((all) => all.map((element) => element.id));
  expect(ids.length).toBe(new Set(ids).size);
});
