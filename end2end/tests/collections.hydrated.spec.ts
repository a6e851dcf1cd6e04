// Collections and focus areas, looked after at the desk. All is left as it was found.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { listed } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { join } from '../fixtures/staff.ts';

// There is one order of all collections: what one of them puts there, the others would find between theirs.
test.describe.configure({ mode: 'default' });

const said = (page: Page) => page.locator('.desk-said');
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const stamped = (words: string) => `${words} ${Math.random().toString(36).slice(2, 8)}`;
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const names = (page: Page, list: string) => part(page, list).locator('.desk-parts .desk-name a');

/** Begins a collection and opens it. */
async function begin(page: Page, name: string) {
  await page.goto('/admin/collections');
  await field(page, 'Name').fill(name);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Deletes the collection that is open. */
async function remove(page: Page) {
  await page.getByRole('button', { name: 'Delete …' }).click();
  await page.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(page).toHaveURL(/\/admin\/collections$/);
}

/** Titles of posts of the demo, each the only one with these words. */
function titles(count: number): string[] {
  const all = listed.map((post) => post.title);
  const alone = all.filter((title) => all.filter((other) => other.toLowerCase().includes(title.toLowerCase())).length === 1);
  return alone.slice(0, count);
}

test('a collection is begun, filled, put in order by keys and by drag, and deleted', async ({ page, context, messages }) => {
  messages.allow(/HTTP (409|422)|status of (409|422)/);
  await join(page, 'Edith Collects', 'editor');
  await page.getByRole('link', { name: 'Collections', exact: true }).click();
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(page.getByText('A collection needs a name.')).toBeVisible();
  const name = stamped('Start here');
  await begin(page, name);
  await expect(page.getByText('There is no post in it yet.')).toBeVisible();
  const [one, two, three] = titles(3) as [string, string, string];
  for (const [index, title] of [one, two, three].entries()) {
    await page.getByLabel('Add a post').fill(title);
    await page.getByRole('button', { name: `Add ${title}`, exact: true }).click();
    await expect(said(page)).toHaveText(`“${title}” is the last post now.`);
    await expect(page.getByLabel('Add a post')).toBeFocused();
    await expect(names(page, 'Posts')).toHaveCount(index + 1);
  }
  // What is in it is not offered again.
  await page.getByLabel('Add a post').fill(one);
  await expect(page.getByText('No other post has these words in its title.')).toBeVisible();
  await page.getByLabel('Add a post').fill('');
  await expect(names(page, 'Posts')).toHaveText([one, two, three]);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(names(other, 'Posts')).toHaveCount(3);

  await page.getByRole('button', { name: `Move ${three} up`, exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText(`“${three}” is post 2 of 3 now.`);
  await expect(page.getByRole('button', { name: `Move ${three} up`, exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(names(page, 'Posts')).toHaveText([three, one, two]);
  // Where the keyboard's place comes to last, the page may scroll.
  await expect(page.getByRole('button', { name: `Move ${three} up`, exact: true })).toBeFocused();
  const rows = part(page, 'Posts').locator('.desk-parts li');
  // Only the second move over a row tells it that something is above it.
  await rows.nth(2).dragTo(rows.nth(0), { steps: 5 });
  await expect(names(page, 'Posts')).toHaveText([two, three, one]);

  // Who comes second is told, and sees what is there.
  await other.getByRole('button', { name: `Move ${one} down`, exact: true }).click();
  await expect(said(other)).toContainText('in the meantime');
  await expect(names(other, 'Posts')).toHaveText([two, three, one]);
  await other.close();

  await page.getByRole('button', { name: `Take out ${three}`, exact: true }).click();
  await expect(said(page)).toHaveText(`“${three}” is taken out. The post stays.`);
  await expect(names(page, 'Posts')).toHaveText([two, one]);

  await page.getByRole('checkbox', { name: 'Takeaway' }).check();
  await page.getByRole('checkbox', { name: 'Summary or excerpt' }).check();
  await field(page, 'Words under it').fill('Two of many.');
  await field(page, 'Slug').fill('Not a slug');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(field(page, 'Slug')).toBeFocused();
  await field(page, 'Slug').fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(said(page)).toHaveText('Saved.');
  await page.reload();
  await expect(names(page, 'Posts')).toHaveText([two, one]);
  for (const shown of ['Takeaway', 'Summary or excerpt']) {
    await expect(page.getByRole('checkbox', { name: shown })).toBeChecked();
  }
  await expect(page.getByRole('checkbox', { name: 'Cover' })).not.toBeChecked();
  await expect(field(page, 'Words under it')).toHaveValue('Two of many.');
  await expect(field(page, 'Slug')).toHaveValue(/^start-here-/);

  await remove(page);
  await expect(part(page, 'All collections').getByRole('link', { name })).toHaveCount(0);
});

test('collections are put in order among each other', async ({ page }) => {
  await join(page, 'Edith Orders', 'editor');
  const [first, second] = [stamped('First'), stamped('Second')];
  await begin(page, first);
  await begin(page, second);
  await page.goto('/admin/collections');
  const at = async (name: string) => (await names(page, 'All collections').allTextContents()).indexOf(name);
  await expect(names(page, 'All collections').last()).toHaveText(second);
  const before = await at(second);
  expect(before).toBeGreaterThan(await at(first));
  await page.getByRole('button', { name: `Move ${second} up`, exact: true }).press('Enter');
  await expect(said(page)).toContainText(`“${second}” is collection ${before} of`);
  await expect.poll(async () => (await at(second)) < (await at(first))).toBe(true);
  for (const name of [first, second]) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    await remove(page);
  }
});

test('a tag becomes a focus area, leads to where it is described, and is none any more', async ({ page, request }) => {
  await join(page, 'Edith Focus', 'editor');
  const list = await (await request.get('/tags')).text();
  const [, slug] = /href="\/tags\/([a-z0-9-]+)"/.exec(list) ?? [];
  await page.goto('/admin/collections');
  await page.getByLabel('Add a tag').fill(slug ?? '');
  const offered = part(page, 'Focus areas').getByRole('button', { name: /^Add / }).first();
  const name = ((await offered.getAttribute('aria-label')) ?? '').replace('Add ', '');
  await offered.click();
  await expect(said(page)).toHaveText(`“${name}” is the last area now.`);
  await expect(names(page, 'Focus areas')).toHaveText([name]);
  await names(page, 'Focus areas').click();
  await expect(page).toHaveURL(/\/admin\/tags\?words=/);
  await expect(page.getByRole('button', { name: `Change ${name}`, exact: true })).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: `Take out ${name}`, exact: true }).click();
  await expect(said(page)).toHaveText(`“${name}” is taken out. The tag stays.`);
  await expect(page.getByText('There is no focus area yet.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing where collections are kept: ${colorScheme}, ${width} px`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await join(page, 'Axe Collects', 'editor');
      const check = async (name: string) => {
        expect(await violations(page), name).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${name} is no wider than the window`).toBeLessThanOrEqual(0);
      };
      const name = stamped('Axe');
      await begin(page, name);
      const [title] = titles(1) as [string];
      await page.getByLabel('Add a post').fill(title);
      await page.getByRole('button', { name: `Add ${title}`, exact: true }).click();
      await expect(names(page, 'Posts')).toHaveCount(1);
      await check('one-collection');
      await page.getByRole('link', { name: 'All collections' }).click();
      await expect(names(page, 'All collections').filter({ hasText: name })).toBeVisible();
      await check('collections');
      await page.getByRole('link', { name, exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      await remove(page);
    });
  }
}
