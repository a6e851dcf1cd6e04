// Searching while one types: keys, late and failing answers, the way back.
import { expect, hold, hydrated, open, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';
import type { Page, Route } from '@playwright/test';

const box = (page: Page) => page.getByRole('combobox', { name: 'Search posts' });
const options = (page: Page) => page.getByRole('listbox', { name: 'Posts' }).getByRole('option');
const asked = (route: Route) => new URLSearchParams(new URL(route.request().url()).searchParams.get('query') ?? '').get('q');

test('the slash and Ctrl-K lead into the box, but not out of a field', async ({ page }) => {
  await open(page, '/tags', true);
  await page.keyboard.press('/');
  await expect(box(page)).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(box(page)).toHaveValue('a/b');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(box(page)).not.toBeFocused();
  await page.keyboard.press('Control+k');
  await expect(box(page)).toBeFocused();
  await open(page, '/search', true);
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search', { exact: true })).toBeFocused();
});

test('what is typed before the page is alive stays and is searched for', async ({ page }) => {
  const release = await hold(page);
  await page.goto('/search?q=queue');
  const words = page.getByLabel('Search', { exact: true });
  await words.fill('hydration');
  release();
  await hydrated(page);
  await expect(page).toHaveURL(/\/search\?q=hydration$/);
  await expect(words).toHaveValue('hydration');
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toContainText(/hydrat/i);
  await page.goBack();
  await expect(words).toHaveValue('queue');
});

test('the box in the header asks for what was typed before it was alive', async ({ page }) => {
  const release = await hold(page);
  await page.goto('/tags');
  await box(page).fill('load shedding');
  release();
  await hydrated(page);
  await box(page).press('Enter');
  await expect(page).toHaveURL(/\/search\?q=load\+shedding$/);
});

test('hits come while one types and can be reached and opened with keys alone', async ({ page }) => {
  await open(page, '/tags', true);
  const answered = page.waitForResponse((response) => response.url().includes('query=q%3Dload%2Bshed%26'));
  await box(page).pressSequentially('load shed', { delay: 30 });
  await answered;
  await expect(options(page).first()).toContainText(/load shedding/i);
  await expect(box(page)).toHaveAttribute('aria-expanded', 'true');
  await expect(options(page).first().locator('mark').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  const first = options(page).first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(box(page)).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? 'none');
  await page.keyboard.press('End');
  await expect(options(page).last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/posts\//);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/load shedding/i);
});

test('on a phone the box has a line of its own, else the whole line while one types, and nothing else moves', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open(page, '/tags', true);
  expect((await box(page).boundingBox())?.width).toBeGreaterThan(300);
  await page.setViewportSize({ width: 600, height: 640 });
  expect((await box(page).boundingBox())?.width).toBeLessThan(150);
  const places = () => page.locator('.site-nav a, h1').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  const before = await places();
  await box(page).click();
  expect((await box(page).boundingBox())?.width).toBeGreaterThan(500);
  expect(await places()).toEqual(before);
  await page.locator('h1').click();
  expect((await box(page).boundingBox())?.width).toBeLessThan(150);
});

test('a late answer never paints over a newer one', async ({ page }) => {
  await open(page, '/tags', true);
  await page.route('**/api/posts/find*', async (route) => {
    if (asked(route) === 'queue') await new Promise((done) => setTimeout(done, 2000));
    await route.continue().catch(() => undefined);
  });
  const late = page.waitForRequest(/query=q%3Dqueue%26/);
  await box(page).fill('queue');
  await late;
  await box(page).fill('hydration');
  await expect(options(page).first()).toContainText(/hydrat/i);
  const shown = await options(page).allTextContents();
  await page.waitForTimeout(2300);
  expect(await options(page).allTextContents()).toEqual(shown);
});

test('the highlight stays with its post, and goes when that goes', async ({ page }) => {
  await open(page, '/tags', true);
  let release = () => {};
  await page.route('**/api/posts/find*', async (route) => {
    await new Promise<void>((done) => {
      release = done;
    });
    await route.continue();
  });
  /** Types, moves with `key` among the hits that are still there, and has the answer come. */
  const ask = async (words: string, key: string) => {
    const late = page.waitForRequest((request) => request.url().includes(`query=q%3D${words}%26`));
    await box(page).fill(words);
    await late;
    await page.keyboard.press(key);
    const highlighted = await options(page).and(page.locator('[aria-selected="true"]')).allTextContents();
    release();
    await expect(page.locator('.search-panel.is-waiting')).toHaveCount(0);
    return highlighted;
  };
  await ask('queue', 'Shift');
  await expect(options(page).nth(1)).toBeVisible();

  expect(await ask('hydration', 'ArrowUp')).toHaveLength(1);
  await expect(options(page).first()).toContainText(/hydrat/i);
  await expect(box(page)).not.toHaveAttribute('aria-activedescendant');

  const [title] = await ask('hydratio', 'ArrowDown');
  const highlighted = options(page).and(page.locator('[aria-selected="true"]'));
  await expect(highlighted).toHaveCount(1);
  expect(title).toContain((await highlighted.locator('.search-title').textContent()) ?? 'none');
  await expect(box(page)).toHaveAttribute('aria-activedescendant', (await highlighted.getAttribute('id')) ?? 'none');
});

test('what was found stays when the next question fails, and can be asked again', async ({ page, messages }) => {
  messages.allow(/Failed to load resource|HTTP 500|HTTP 429|request failed/);
  await open(page, '/tags', true);
  await box(page).fill('hydration');
  await expect(options(page).first()).toContainText(/hydrat/i);
  const shown = await options(page).allTextContents();
  for (const fail of [
    (route: Route) => route.abort('connectionfailed'),
    (route: Route) => route.fulfill({ status: 500, body: 'broken' }),
    (route: Route) => route.fulfill({ status: 429, contentType: 'application/json', body: '{"TooMany":{"retry_after":3}}' }),
  ]) {
    await page.route('**/api/posts/find*', fail);
    await box(page).fill('queue');
    await expect(page.getByText('Search is unavailable.')).toBeVisible();
    expect(await options(page).allTextContents()).toEqual(shown);
    await page.unroute('**/api/posts/find*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('Search is unavailable.')).toBeHidden();
    await expect(options(page).first()).toContainText(/queue/i);
    await box(page).fill('hydration');
    await expect(options(page).first()).toContainText(/hydrat/i);
  }
});

test('an input method composes without being searched for', async ({ page }) => {
  await open(page, '/tags', true);
  const seen: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/posts/find')) seen.push(request.url());
  });
  const client = await page.context().newCDPSession(page);
  await box(page).focus();
  await client.send('Input.imeSetComposition', { text: 'hy', selectionStart: 2, selectionEnd: 2 });
  await page.waitForTimeout(300);
  expect(seen).toEqual([]);
  await client.send('Input.insertText', { text: 'hydration' });
  await expect(options(page).first()).toContainText(/hydrat/i);
});

test('the search page follows what is typed; back and forward restore words, hits and place', async ({ page }) => {
  await open(page, '/search', true);
  const words = page.getByLabel('Search', { exact: true });
  await words.pressSequentially('queue', { delay: 40 });
  await expect(page).toHaveURL(/\?q=queue$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('status')).toContainText(/ of /);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search: queue');
  const first = await page.getByRole('main').getByRole('status').textContent();
  await words.fill('hydration');
  await expect(page).toHaveURL(/\?q=hydration$/);
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toContainText(/hydrat/i);
  await expect(words).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL(/\?q=queue$/);
  await expect(words).toHaveValue('queue');
  await expect(page.getByRole('main').getByRole('status')).toHaveText(first ?? '');
  await page.goForward();
  await expect(words).toHaveValue('hydration');
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toContainText(/hydrat/i);
  const fresh = await page.getByRole('main').innerText();
  await page.reload();
  await expect.poll(() => page.getByRole('main').innerText()).toBe(fresh);
});

test('that one question was meant as typed says nothing of the next', async ({ page }) => {
  await open(page, '/search?q=hydartion&literal=1', true);
  await page.getByLabel('Search', { exact: true }).fill('hydratoin');
  await expect(page).toHaveURL(/\/search\?q=hydratoin$/);
  await expect(page.getByText('Showing results for hydration')).toBeVisible();
});

test('of two filters clicked in quick succession the last one holds', async ({ page }) => {
  await open(page, '/posts', true);
  await page.route('**/api/posts/find*', async (route) => {
    const query = new URL(route.request().url()).searchParams.get('query') ?? '';
    if (query.includes('backend')) await new Promise((done) => setTimeout(done, 1500));
    await route.continue().catch(() => undefined);
  });
  const chips = page.getByRole('list', { name: 'Tags' });
  await page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.filters a.filter')];
    for (const tag of ['backend', 'testing']) links.find((link) => link.href.endsWith(`tag=${tag}`))?.click();
  });
  const left = listed.filter((post) => post.tags.some((tag) => tag.toLowerCase() === 'testing')).length;
  await expect(page).toHaveURL(/\?tag=testing$/);
  const status = page.getByRole('main').getByRole('status');
  await expect(status).toHaveText(`${left} of ${listed.length} posts`);
  await page.waitForTimeout(2000);
  await expect(status).toHaveText(`${left} of ${listed.length} posts`);
  await expect(chips.getByRole('link', { name: 'Remove filter Testing' })).toBeVisible();
});

test('words that were not asked for yet are given up with the page', async ({ page }) => {
  await open(page, '/search?q=hydration', true);
  await page.evaluate(() => {
    const words = document.querySelector<HTMLInputElement>('#words');
    if (words) words.value = 'queue';
    words?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    document.querySelector<HTMLAnchorElement>('a[href="/privacy"]')?.click();
  });
  await expect(page).toHaveURL(/\/privacy$/);
  await page.waitForTimeout(500);
  await expect(page).toHaveURL(/\/privacy$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/privacy/i);
});
