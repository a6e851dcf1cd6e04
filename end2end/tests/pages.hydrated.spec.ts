// What holds on every page of the desk: one knows where one is, nothing filled in is lost, and what comes late harms nothing.
import type { Page } from '@playwright/test';
import { begin, saved, title } from '../fixtures/editor.ts';
import { join, PASSWORD } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';
import { ORIGIN } from '../settings.ts';

const said = (page: Page) => page.locator('.desk-said');
const go = (page: Page, name: string) => page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name, exact: true }).click();
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>';
const drawn = (name: string) => ({
  name,
  mimeType: 'image/svg+xml',
  buffer: Buffer.from(SVG.replaceAll('40', String(40 + Math.floor(Math.random() * 90_000)))),
});

/** Holds requests to an address until it is let go. */
async function hold(page: Page, address: string) {
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route(address, async (route) => {
    await gate;
    await route.continue();
  });
  return go;
}

test('a part of the desk says where one is: in the title, and with the place of the keyboard', async ({ page }) => {
  await join(page, 'Ada Arrives', 'owner');
  await expect(page).toHaveTitle(/^Posts · /);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page).toHaveURL(/\/admin\/posts$/);
  for (const [name, heading] of [['Tags', 'Tags'], ['Redirects', 'Redirects'], ['People', 'People']] as const) {
    await go(page, name);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(`^${name} · `));
    await expect(page.getByRole('main')).toBeFocused();
  }
  await expect(page.getByRole('main').getByRole('navigation', { name: 'Desk' })).toHaveCount(0);
  // A page that is loaded, instead of gone to, begins at its beginning.
  for (const part of ['people', 'log']) {
    await page.goto(`/admin/${part}`);
    await expect(page.getByRole('table').first()).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  }
});

test('a picture of oneself is uploaded, and the last one chosen is the one that stays', async ({ page }) => {
  await join(page, 'Ada Portrait', 'author');
  await go(page, 'Account');
  const part = page.getByRole('group', { name: 'Picture of you' });
  const picture = part.locator('img');
  const file = part.locator('input[type="file"]');
  await file.setInputFiles(drawn('me.svg'));
  await expect(said(page)).toHaveText('The picture is saved.');
  await expect(picture).toHaveAttribute('src', /^\/media\/[0-9a-f]{32}/);
  // One that is late and was overtaken.
  const late = await hold(page, '**/admin/media?*');
  await file.setInputFiles(drawn('late.svg'));
  await expect(part.getByText(/late\.svg/).first()).toBeVisible();
  await part.getByRole('button', { name: 'Take it off' }).click();
  await expect(said(page)).toHaveText('The picture is saved.');
  late();
  await expect(picture).toHaveCount(0);
  await expect(part.getByText(/late\.svg/)).toHaveCount(0);
  await page.reload();
  await expect(part.getByRole('button', { name: 'Upload one' })).toBeVisible();
  await expect(picture).toHaveCount(0);
});

test('an answer that comes after its page was left harms nothing', async ({ page }) => {
  const name = `Left behind ${Math.random().toString(36).slice(2, 8)}`;
  await join(page, 'Ada Leaves', 'editor');
  await begin(page);
  await title(page).fill(name);
  await saved(page);
  await page.goto('/admin/posts');
  await page.getByPlaceholder('Words of the title').fill(name);
  await expect(page.getByRole('button', { name: /^Throw away / })).toHaveCount(1);
  const late = await hold(page, '**/api/**trash**');
  const answered = page.waitForResponse(/trash/);
  await page.getByRole('button', { name: `Throw away ${name}` }).click();
  await go(page, 'Tags');
  await expect(page.getByRole('heading', { level: 1, name: 'Tags' })).toBeVisible();
  late();
  await answered;
  // The program is still there.
  await go(page, 'Redirects');
  await expect(page.getByRole('heading', { level: 1, name: 'Redirects' })).toBeVisible();
});

test('whoever is signed out keeps what was filled in, and is led to the door in another tab', async ({ page, context, messages }) => {
  messages.allow(/HTTP 401|status of 401/);
  await join(page, 'Ada Expires', 'author');
  await go(page, 'Account');
  await page.getByLabel('About you').fill('A sentence that took an hour.');
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(said(page)).toContainText('What you entered is still here');
  const door = context.waitForEvent('page');
  await said(page).getByRole('button', { name: 'Sign in' }).click();
  await expect(await door).toHaveURL(/\/admin\/sign-in$/);
  await context.addCookies(cookies);
  await expect(page.getByLabel('About you')).toHaveValue('A sentence that took an hour.');
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(said(page)).toContainText('The profile is saved');
});

test('a session elsewhere is ended without touching the forms', async ({ page, browser }) => {
  const email = await join(page, 'Ada Twice In', 'author');
  const other = await browser.newPage();
  await other.goto(`${ORIGIN}/admin/sign-in`);
  await other.getByLabel('E-mail address').fill(email);
  await other.getByLabel('Password').fill(PASSWORD);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other).toHaveURL(/\/admin\/posts$/);
  await other.close();
  await go(page, 'Account');
  await page.getByLabel('About you').fill('Half a sent');
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(page.getByRole('button', { name: 'End all others' })).toHaveCount(0);
  await expect(page.getByLabel('About you')).toHaveValue('Half a sent');
});

test('what is wrong with a form is said, and one is led to it', async ({ page, messages }) => {
  messages.allow(/HTTP 422|status of 422/);
  await join(page, 'Ada Mistaken', 'author');
  await go(page, 'Account');
  await page.getByLabel('The one you have').fill('not that one');
  await page.getByLabel('A new one').fill('short');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(said(page)).toHaveText('Some of what you entered needs another look.');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
});

test('a role is chosen with the keys, and given by a button that asks', async ({ page, browser }) => {
  const guest = await browser.newPage();
  const name = `Gus ${Math.random().toString(36).slice(2, 8)}`;
  await join(guest, name, 'author');
  await guest.close();
  await join(page, 'Olga Gives', 'owner');
  await go(page, 'People');
  const roles = page.getByLabel(`Role of ${name}`);
  const before = await roles.inputValue();
  await roles.focus();
  await page.keyboard.press('ArrowUp');
  expect(await roles.inputValue()).not.toBe(before);
  await expect(said(page)).toHaveText('');
  await page.getByRole('button', { name: `Give ${name} this role …` }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: `Give ${name} this role …` }).click();
  // An invitation meanwhile changes the list, and nothing that is half chosen in it.
  const wanted = await roles.inputValue();
  await page.getByRole('button', { name: 'Keep it' }).click();
  const mail = `${name.replace(' ', '.').toLowerCase()}.friend@e2e.test`;
  await page.getByLabel('Their e-mail address').fill(mail);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: mail })).toBeVisible();
  expect(await roles.inputValue()).toBe(wanted);
  await page.getByRole('button', { name: `Give ${name} this role …` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give this role' }).click();
  await expect(said(page)).toContainText('The role is');
  await expect(roles).toBeFocused();
  await expect(roles).toHaveValue(wanted);
});

test('the keyboard keeps its place when something is done', async ({ page }) => {
  await join(page, 'Ada Places', 'author');
  for (let posts = 0; posts < 2; posts += 1) {
    await begin(page);
    await title(page).fill(`Placed ${posts}`);
    await saved(page);
    await page.goto('/admin/posts');
  }
  await page.getByRole('button', { name: 'Throw away Placed 1' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /Placed 1/ })).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Throw away');
  // What takes it back goes with that: then it is at the beginning of the page.
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { name: /Placed 1/ })).toHaveCount(1);
  await expect(page.getByRole('main')).toBeFocused();
  // A button that waits for an answer has it again afterwards.
  await go(page, 'Account');
  await page.route('**/api/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  const save = page.getByRole('button', { name: 'Save the profile' });
  await save.focus();
  await page.keyboard.press('Enter');
  await expect(said(page)).not.toHaveText('');
  await expect(save).toBeFocused();
});

test('who is typed as an author and is none is said, not dropped', async ({ page }) => {
  await join(page, 'Ada Alone', 'author');
  await begin(page);
  await page.getByText('About this post').click();
  const authors = page.getByRole('combobox', { name: 'Authors' });
  await authors.fill('Nobody of that name');
  await authors.press('Tab');
  await expect(page.getByText('“Nobody of that name” is not taken')).toBeVisible();
  await expect(authors).toHaveAttribute('aria-invalid', 'true');
  await authors.fill('');
  await expect(page.getByText('is not taken')).toHaveCount(0);
});
