// Home, the list of posts and its pages.
import { expect, NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';

const PAGE = 20;
const titles = listed.map((post) => post.title);

for (const path of ['/', '/posts']) {
  test(`${path} shows the newest posts first, as cards`, async ({ page, scripts }) => {
    await open(page, path, scripts);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    const cards = page.getByRole('main').getByRole('article');
    await expect(cards).toHaveCount(Math.min(PAGE, listed.length));
    const shown = await cards.evaluateAll((articles) =>
      articles.map((article) => article.querySelector('h2 a, h3 a')?.textContent?.trim() ?? ''),
    );
    expect(shown).toEqual(titles.slice(0, PAGE));

    const first = cards.first();
    await expect(first.getByRole('link', { name: titles[0], exact: true })).toHaveAttribute('href', `/posts/${listed[0]?.slug}`);
    await expect(first.locator('time[datetime]').first()).toBeVisible();
    await expect(first).toContainText(/\d+\s+min/);
    for (const tag of listed[0]?.tags ?? []) {
      await expect(first.getByRole('link', { name: new RegExp(tag.replace(/\W/g, '.'), 'i') }).first()).toBeVisible();
    }
  });
}

test('landmarks: banner, navigation, main, footer with the feeds', async ({ page, scripts }) => {
  await open(page, '/', scripts);
  await expect(page.getByRole('banner')).toHaveCount(1);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await expect(page.getByRole('main')).toHaveCount(1);
  const foot = page.getByRole('contentinfo');
  await expect(foot.getByRole('link', { name: 'RSS feed' })).toHaveAttribute('href', /\/rss\.xml$/);
  await expect(foot.getByRole('link', { name: 'Atom feed' })).toHaveAttribute('href', /\/atom\.xml$/);
});

test('the skip link comes first and leads to the content', async ({ page, scripts }) => {
  await open(page, '/', scripts);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  const target = await skip.getAttribute('href');
  await expect(page).toHaveURL(new RegExp(`${target}$`));
  await expect(page.locator(`main${target}, main ${target}, ${target}:has(main)`)).toHaveCount(1);
});

test('the second page links both ways and holds the rest', async ({ page, scripts }) => {
  await open(page, '/posts', scripts);
  await expect(page.locator('main a[rel~="next"]').first()).toHaveAttribute('href', /[?&]page=2/);
  await page.locator('main a[rel~="next"]').first().click();
  await expect(page).toHaveURL(/[?&]page=2/);
  const cards = page.getByRole('main').getByRole('article');
  await expect(cards.first().getByRole('link', { name: titles[PAGE], exact: true })).toBeVisible();
  await expect(cards).toHaveCount(Math.min(PAGE, listed.length - PAGE));
  await expect(page.locator('main a[rel~="prev"]').first()).toBeVisible();
});

test('a page beyond the last is not found', async ({ page, messages }) => {
  messages.allow(NOT_FOUND_LINE);
  const response = await page.goto('/posts?page=99999');
  expect(response?.status()).toBe(404);
});

test('images have their size, and all but the first wait', async ({ page, scripts }) => {
  await open(page, '/', scripts);
  const images = await page.locator('main img').evaluateAll((all) =>
    (all as HTMLImageElement[]).map((img) => ({
      src: img.getAttribute('src'),
      alt: img.hasAttribute('alt'),
      sized: img.hasAttribute('width') && img.hasAttribute('height'),
      lazy: img.loading === 'lazy',
    })),
  );
  expect(images.length).toBeGreaterThan(0);
  expect(images.filter((img) => !img.alt || !img.sized)).toEqual([]);
  expect(images.slice(1).filter((img) => !img.lazy)).toEqual([]);
});
