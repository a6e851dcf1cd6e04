// Searching and filtering by addresses alone: the same with and without scripts.
import { expect, open, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';

const tagged = (...tags: string[]) =>
  listed.filter((post) => tags.every((tag) => post.tags.some((other) => other.toLowerCase() === tag.toLowerCase())));

test('the box in the header leads to what has the words, with the place where they stand', async ({ page, scripts }) => {
  await open(page, '/tags', scripts);
  await page.getByRole('banner').getByLabel('Search posts').fill('backpressure OR shedding');
  await page.getByRole('banner').getByLabel('Search posts').fill('load shedding');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=load\+shedding$/);
  const first = page.getByRole('main').getByRole('listitem').filter({ has: page.getByRole('heading') }).first();
  await expect(first.getByRole('heading')).toContainText(/load shedding/i);
  await expect(first.locator('mark').first()).toBeVisible();
  await expect(page.getByRole('main').getByRole('status')).toContainText(/\d+ of \d+ posts/);
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/);
});

test('a word with a slip finds what was meant and offers what was typed', async ({ page, scripts }) => {
  await open(page, '/search?q=hydartion', scripts);
  await expect(page.getByText('Showing results for hydration')).toBeVisible();
  await expect(page.getByRole('main').getByRole('heading', { name: /hydrat/i }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Search instead for hydartion' }).click();
  await expect(page).toHaveURL(/literal=1/);
  await expect(page.getByText('No post has “hydartion”')).toBeVisible();
});

test('other words leave tags and order as they are', async ({ page, scripts }) => {
  await open(page, '/search?q=queue&tag=backend&sort=oldest', scripts);
  const search = page.getByRole('main').getByRole('search');
  await search.getByLabel('Search').fill('retry');
  await search.getByRole('button', { name: 'Search' }).click();
  await expect(page).toHaveURL(/\/search\?q=retry&tag=backend&sort=oldest$/);
  await expect(page.getByRole('link', { name: 'Remove filter Backend' })).toBeVisible();
});

test('what finds nothing says so and offers what is near', async ({ page, scripts }) => {
  await open(page, '/search?q=zzqqxxyy', scripts);
  await expect(page.getByText('No post has “zzqqxxyy”')).toBeVisible();
});

test('tags narrow the list, one after the other, and can be taken away', async ({ page, scripts }) => {
  await open(page, '/posts', scripts);
  const chips = page.getByRole('list', { name: 'Tags' });
  await chips.getByRole('link', { name: /^#?Backend \d/ }).click();
  await expect(page).toHaveURL(/\/posts\?tag=backend$/);
  await expect(page.getByRole('main').getByRole('status')).toHaveText(`${tagged('Backend').length} of ${listed.length} posts`);
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute('href', /\/tags\/backend$/);

  const second = chips.getByRole('link', { name: /^#?Queues \d/ });
  const left = tagged('Backend', 'Queues').length;
  await expect(second).toHaveText(new RegExp(`Queues ${left}$`));
  await second.click();
  await expect(page).toHaveURL(/\?tag=backend&tag=queues$/);
  await expect(page.getByRole('main').getByRole('status')).toHaveText(`${left} of ${listed.length} posts`);
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', /noindex/);

  await page.getByRole('link', { name: 'Any of them' }).click();
  await expect(page).toHaveURL(/any=1/);
  const either = listed.filter((post) => post.tags.some((tag) => ['backend', 'queues'].includes(tag.toLowerCase())));
  await expect(page.getByRole('main').getByRole('status')).toHaveText(`${either.length} of ${listed.length} posts`);

  await page.getByRole('link', { name: 'Remove filter Backend' }).click();
  await expect(page).toHaveURL(/\/posts\?tag=queues$/);
  await expect(page.getByRole('main').getByRole('status')).toHaveText(`${tagged('Queues').length} of ${listed.length} posts`);
  await page.getByRole('link', { name: 'Not Queues' }).click();
  await expect(page).toHaveURL(/\/posts\?not=queues$/);
  const without = listed.length - tagged('Queues').length;
  await expect(page.getByRole('main').getByRole('status')).toHaveText(`${without} of ${listed.length} posts`);
});

test('orders are links, and the order holds', async ({ page, scripts }) => {
  await open(page, '/posts', scripts);
  await page.getByRole('list', { name: 'Order' }).getByRole('link', { name: 'Oldest' }).click();
  await expect(page).toHaveURL(/sort=oldest/);
  const first = page.getByRole('main').getByRole('article').first();
  await expect(first.getByRole('link', { name: listed.at(-1)?.title, exact: true })).toBeVisible();
  await page.getByRole('list', { name: 'Order' }).getByRole('link', { name: 'Title' }).click();
  const titles = [...listed].map((post) => post.title.toLowerCase()).sort();
  await expect(first.getByRole('heading')).toHaveText(new RegExp(titles[0]?.replace(/\W/g, '.') ?? '', 'i'));
});

test('another spelling of a filter leads to the one spelling', async ({ request }) => {
  const answer = await request.get('/posts?tag=Queues&tag=BACKEND', { maxRedirects: 0 });
  expect(answer.status()).toBe(301);
  expect(answer.headers().location).toBe('/posts?tag=backend&tag=queues');
});
