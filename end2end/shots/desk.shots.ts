// Every page of the desk, as its owner has it, light and dark, narrow and wide, as pictures in target/shots.
import type { Page } from '@playwright/test';
import { begin, pastePicture, saved, text, title } from '../fixtures/editor.ts';
import { dress, SCHEMES, take, WIDTHS } from '../fixtures/picture.ts';
import { invite, join, settled } from '../fixtures/staff.ts';
import { expect, hydrated, NOT_FOUND_LINE, test } from '../fixtures/test.ts';

/** Parts that are one page each; what they are called is the last of their address. */
const PARTS = [
  'posts', 'review', 'media', 'tags', 'series', 'collections', 'redirects', 'statistics', 'inbox', 'subscribers', 'settings', 'people',
  'jobs', 'log', 'account', 'no-such-page',
];

/** What a reader leaves behind: a message, and an address for the newsletter. */
async function write(page: Page) {
  const message = { 'Your name': 'Rosa Reader', 'Your e-mail address': 'rosa@example.org', Message: 'Thank you for the part on queues.' };
  await send(page, '/contact', message, 'Send the message');
  await send(page, '/subscribe', { 'E-mail address': 'rosa@example.org' }, 'Subscribe');
}

async function send(page: Page, place: string, fields: Record<string, string>, button: string) {
  await page.goto(place);
  await hydrated(page);
  const form = page.getByRole('main');
  for (const [label, words] of Object.entries(fields)) await form.getByLabel(label).fill(words);
  // Who is quicker is taken for a machine.
  await page.waitForTimeout(3_500);
  await form.getByRole('button', { name: button }).click();
  await expect(page).toHaveURL(/\?done$/);
}

/** Puts something on each page that would be empty; answers those whose address is known only then. */
async function fill(page: Page) {
  const empty = await begin(page);
  await page.goto('/admin/posts');
  const written = await begin(page);
  await title(page).fill('What we learnt about tides');
  await text(page).fill('Water comes **twice a day**.\n\n## Why\n\n- the Moon\n- the Sun\n\n```rust\nlet tides = 2;\n```\n\n');
  await text(page).press('Control+End');
  await pastePicture(page, 'tide.png');
  await expect(text(page)).toHaveValue(/!\[\]\(\/media\/[0-9a-f]{32}\.webp\)/);
  await saved(page);

  await page.goto('/admin/redirects');
  await page.getByLabel('This address').fill('/tides-of-old');
  await page.getByLabel('Leads to').fill('/posts');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('table').first()).toContainText('/tides-of-old');

  await page.goto('/admin/collections');
  await page.getByLabel('Name', { exact: true }).fill('Start here');
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Start here' })).toBeVisible();
  const collection = page.url();

  await page.goto('/admin/series');
  const series = await page.locator('a[href^="/admin/series/"]').first().getAttribute('href');
  const published = await page.evaluate(async () => {
    const answer = await fetch('/api/desk/posts?words=&status=published&mine=false&sort=&page=1');
    return (await answer.json()).posts[0].uuid as string;
  });
  return {
    'new post': empty,
    draft: written,
    'published post': `/admin/posts/${published}`,
    revisions: `${written}/revisions`,
    'one series': series ?? '/admin/series',
    'one collection': collection,
  };
}

/** All pages of these, in every scheme and width. */
async function takeAll(page: Page, pages: Record<string, string>, arrived: () => Promise<void>) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      await dress(page, scheme, width);
      for (const [kind, place] of Object.entries(pages)) {
        await page.goto(place, { waitUntil: 'networkidle' });
        await arrived();
        await take(page, `admin ${kind}`, scheme, width);
      }
    }
  }
}

test('the door', async ({ page }) => {
  test.slow();
  const pages = { 'sign in': '/admin/sign-in', join: invite('olive.door@e2e.test', 'author') };
  await takeAll(page, pages, () => settled(page));
});

test('the desk', async ({ page, messages }) => {
  test.setTimeout(15 * 60_000);
  messages.allow(NOT_FOUND_LINE);
  await write(page);
  await join(page, 'Olive Owner', 'owner');
  const parts = Object.fromEntries(PARTS.map((part) => [part, `/admin/${part}`]));
  await takeAll(page, { ...parts, ...(await fill(page)) }, async () => {
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    // What it asks for itself, once it is drawn.
    await page.waitForTimeout(500);
  });
});
