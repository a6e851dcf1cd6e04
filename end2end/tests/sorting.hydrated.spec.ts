// What orders posts, looked after at the desk: tags, series, redirects, jobs. All is left as it was found.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { join } from '../fixtures/staff.ts';

const said = (page: Page) => page.locator('.desk-said');
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** Publishes an unlisted post with these tags; answers its address. */
async function publish(page: Page, title: string, tags: string) {
  await page.goto('/admin/posts');
  await page.getByRole('button', { name: 'New post' }).click();
  await field(page, 'Title').fill(title);
  await page.getByLabel('Text, in Markdown').fill('Some words.');
  await page.getByText('About this post').click();
  await page.getByRole('combobox', { name: 'Tags', exact: true }).pressSequentially(`${tags},`);
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toContainText('Published');
}

/** Opens a tag by its name. */
async function change(page: Page, name: string) {
  await page.getByPlaceholder('Words of the name').fill(name);
  await expect(page.getByRole('button', { name: /^Change / })).toHaveCount(1);
  await page.getByRole('button', { name: `Change ${name}`, exact: true }).click();
  await expect(field(page, 'Name')).toBeFocused();
}

test('a tag is renamed and merged, and both are taken back', async ({ page, messages }) => {
  messages.allow(/HTTP 422|status of 422/);
  const stamp = Math.random().toString(36).slice(2, 8);
  const [one, two] = [`One ${stamp}`, `Two ${stamp}`];
  await join(page, 'Edith Tags', 'editor');
  await publish(page, `Tagged ${stamp}`, `${one}, ${two}`);
  await page.goto('/admin/tags');

  await change(page, one);
  await field(page, 'Name').fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('A tag needs a name.')).toBeVisible();
  await field(page, 'Name').fill(`First ${stamp}`);
  await field(page, 'Address, after /tags/').fill(`first-${stamp}`);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(said(page)).toContainText(`Renamed “${one}” to “First ${stamp}”.`);
  await said(page).getByRole('button', { name: 'Undo' }).click();
  await expect(said(page)).toContainText('Taken back');
  await expect(page.getByRole('row', { name: new RegExp(one) })).toBeVisible();

  await change(page, one);
  await page.getByLabel('Merge into another tag').fill(two);
  await expect(page.locator('#merge-choices option')).toHaveCount(1);
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(said(page)).toContainText(`Merged “${one}” into “${two}”.`);
  await page.getByPlaceholder('Words of the name').fill(stamp);
  await expect(page.getByRole('row', { name: new RegExp(one) })).toHaveCount(0);
  // Later, from the list of what was done.
  await page.reload();
  await page.getByRole('button', { name: `Undo: Merged “${one}” into “${two}”.` }).click();
  await expect(said(page)).toContainText('Taken back');
  await page.getByPlaceholder('Words of the name').fill(stamp);
  await expect(page.getByRole('row', { name: new RegExp(one) })).toBeVisible();
  for (const name of [one, two]) {
    await change(page, name);
    await page.getByRole('button', { name: 'Delete this tag' }).click();
    await expect(said(page)).toContainText(`Deleted “${name}”.`);
  }
});

test('a series is put in order by keys, and who comes second is told', async ({ page, context, messages }) => {
  test.slow();
  messages.allow(/HTTP 409|status of 409/);
  const stamp = Math.random().toString(36).slice(2, 8);
  await join(page, 'Edith Series', 'editor');
  const titles = ['First', 'Second', 'Third'].map((which) => `${which} chapter ${stamp}`);
  for (const title of titles) {
    await page.goto('/admin/posts');
    await page.getByRole('button', { name: 'New post' }).click();
    await field(page, 'Title').fill(title);
    await expect(page.locator('.editor-status > [role="status"]').first()).toHaveText('Saved', { timeout: 15_000 });
  }
  await page.goto('/admin/series');
  await field(page, 'Title').fill(`Saga ${stamp}`);
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Saga ${stamp}` })).toBeVisible();
  const parts = page.locator('.desk-parts .desk-name a');
  for (const [index, title] of titles.entries()) {
    await page.getByLabel('Add a post').fill(title);
    await page.getByRole('button', { name: `Add ${title}` }).click();
    await expect(parts).toHaveCount(index + 1);
  }
  await expect(parts).toHaveText(titles);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.locator('.desk-parts li')).toHaveCount(3);

  await page.getByRole('button', { name: `Move ${titles[2]} up` }).focus();
  await page.keyboard.press('Enter');
  await expect(said(page)).toHaveText(`“${titles[2]}” is part 2 of 3 now.`);
  await expect(page.getByRole('button', { name: `Move ${titles[2]} up` })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(parts).toHaveText([titles[2] ?? '', titles[0] ?? '', titles[1] ?? '']);
  // Where the keyboard's place comes to last, the page may scroll.
  await expect(page.getByRole('button', { name: `Move ${titles[2]} up` })).toBeFocused();
  // Only the second move over a row tells it that something is above it.
  await page.locator('.desk-parts li').nth(2).dragTo(page.locator('.desk-parts li').nth(0), { steps: 5 });
  await expect(parts).toHaveText([titles[1] ?? '', titles[2] ?? '', titles[0] ?? '']);

  await other.getByRole('button', { name: `Move ${titles[0]} down` }).click();
  await expect(said(other)).toContainText('in the meantime');
  await expect(other.locator('.desk-parts .desk-name a')).toHaveText([titles[1] ?? '', titles[2] ?? '', titles[0] ?? '']);
  await other.close();

  await page.getByRole('checkbox', { name: /overview/ }).check();
  await expect(page.locator('.desk-place').first()).toHaveText('Overview');
  await page.getByRole('button', { name: 'Delete …' }).click();
  await page.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(page).toHaveURL(/\/admin\/series$/);
  for (const title of titles) {
    await page.goto('/admin/posts');
    await page.getByPlaceholder('Words of the title').fill(title);
    await expect(page.getByRole('button', { name: /^Throw away / })).toHaveCount(1);
    await page.getByRole('button', { name: `Throw away ${title}` }).click();
    await expect(said(page)).toContainText('in the trash');
  }
});

test('a redirect is added, followed and deleted', async ({ page, request, messages }) => {
  messages.allow(/HTTP 422|status of 422/);
  const path = `/old/${Math.random().toString(36).slice(2, 8)}`;
  await join(page, 'Edith Redirects', 'editor');
  await page.getByRole('link', { name: 'Redirects', exact: true }).click();
  await field(page, 'This address').fill('/admin/tags');
  await field(page, 'Leads to').fill('/nowhere');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText(/the program.s own/)).toBeVisible();
  await field(page, 'This address').fill(path);
  await field(page, 'Leads to').fill('/tags');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(said(page)).toHaveText(`${path} leads to /tags.`);
  const answer = await request.get(path, { maxRedirects: 0 });
  expect(answer.status()).toBe(301);
  expect(answer.headers().location).toBe('/tags');
  await page.getByRole('button', { name: `Delete the redirect at ${path}` }).click();
  await expect(said(page)).toContainText('leads nowhere any more');
  expect((await request.get(path, { maxRedirects: 0 })).status()).toBe(404);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing where order is kept: ${colorScheme}, ${width} px`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await join(page, 'Axe Editor', 'editor');
      const check = async (name: string) => {
        expect(await violations(page), name).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${name} is no wider than the window`).toBeLessThanOrEqual(0);
      };
      await page.getByRole('link', { name: 'Tags', exact: true }).click();
      await expect(page.getByRole('table')).toBeVisible();
      await check('tags');
      await page.getByRole('button', { name: /^Change / }).first().click();
      await expect(field(page, 'Name')).toBeVisible();
      await check('tag');
      await page.getByRole('link', { name: 'Series', exact: true }).click();
      await expect(page.getByRole('table')).toBeVisible();
      await check('series');
      await page.getByRole('table').getByRole('link').first().click();
      await expect(page.locator('.desk-parts li').first()).toBeVisible();
      await check('one-series');
      await page.getByRole('link', { name: 'Redirects', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'All redirects' })).toBeVisible();
      await check('redirects');
      await page.getByRole('link', { name: 'Jobs', exact: true }).click();
      await expect(page.getByRole('heading', { name: 'To come' })).toBeVisible();
      await check('jobs');
    });
  }
}
