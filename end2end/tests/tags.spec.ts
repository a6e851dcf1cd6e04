// Tags, authors and series.
import { expect, NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';
import { listed, literally, tagCounts, withSeries } from '../fixtures/demo.ts';

test('/tags lists every tag with its exact count', async ({ page, scripts }) => {
  await open(page, '/tags', scripts);
  const rows = await page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.locator('a[href^="/tags/"]') })
    .allTextContents();
  expect(rows.length).toBe(tagCounts.size);
  for (const [name, count] of tagCounts) {
    const row = new RegExp(`^\\s*#?${literally(name)}\\D*${count}(\\D|$)`, 'i');
    expect(rows.filter((text) => row.test(text)), `${name}: ${count}`).toHaveLength(1);
  }
});

test('a tag page counts and lists its posts', async ({ page, scripts }) => {
  const [name, count] = [...tagCounts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  await open(page, '/tags', scripts);
  await page.getByRole('main').locator('a[href^="/tags/"]').filter({ hasText: new RegExp(`^\\s*#?${literally(name)}\\b`, 'i') }).first().click();
  const posts = count === 1 ? 'post' : 'posts';
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`^#${literally(name)} — ${count} ${posts}$`));
  for (const post of listed.filter((post) => post.tags.includes(name))) {
    await expect(page.getByRole('main').locator(`a[href="/posts/${post.slug}"]`).first()).toBeAttached();
  }
});

test('an unknown tag is not found', async ({ page, messages }) => {
  messages.allow(NOT_FOUND_LINE);
  expect((await page.goto('/tags/there-is-no-such-tag'))?.status()).toBe(404);
});

test('an author page shows the author and their posts', async ({ page, scripts, kinds }) => {
  await open(page, kinds.author, scripts);
  const name = (await page.getByRole('heading', { level: 1 }).innerText()).trim();
  const theirs = listed.filter((post) => post.authors.some((author) => author === name));
  expect(theirs.length, `posts by ${name}`).toBeGreaterThan(0);
  for (const post of theirs) {
    await expect(page.getByRole('main').locator(`a[href="/posts/${post.slug}"]`).first()).toBeAttached();
  }
});

test('a series page lists its parts in reading order', async ({ page, scripts, kinds }) => {
  await open(page, kinds.series, scripts);
  const parts = await page.getByRole('main').locator('li a[href^="/posts/"], article a[href^="/posts/"]').evaluateAll((links) => [
    ...new Set(links.map((link) => link.getAttribute('href') ?? '')),
  ]);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts).toContain(`/posts/${withSeries().slug}`);
  // The part that a post says it is has to be its place in the list.
  for (const [index, path] of parts.entries()) {
    await open(page, path, scripts);
    await expect(page.getByText(new RegExp(`Part ${index + 1} of ${parts.length}\\b`)).first()).toBeVisible();
  }
});
