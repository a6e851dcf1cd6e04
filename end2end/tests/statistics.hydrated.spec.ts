// What the desk knows of readers, and what is done with a post besides writing it: links to drafts, copies, the trash.
import type { Browser, Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { expect, hydrated, NOT_FOUND_LINE, test } from '../fixtures/test.ts';
import { join } from '../fixtures/staff.ts';

// What a reader's browser says of itself; the headless one says that nobody reads.
const READER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const text = (page: Page) => page.getByLabel('Text, in Markdown');
const saved = (page: Page) =>
  expect(page.locator('.editor-status > [role="status"]').first()).toHaveText('Saved', { timeout: 15_000 });
const row = (page: Page, title: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name: title, exact: true }) });
const stamp = () => `${Date.now()}${Math.floor(Math.random() * 1000)}`;

/** A new draft with this title, saved and open in the editor; answers its address there. */
async function write(page: Page, title: string, source: string) {
  await page.goto('/admin/posts');
  await page.getByRole('button', { name: 'New post' }).click();
  await expect(text(page)).toBeVisible();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await text(page).fill(source);
  await saved(page);
  return page.url();
}

/** Publishes what is open in the editor, in no list, so that it stands in no other test's way. */
async function publish(page: Page) {
  await page.getByText('About this post').click();
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toContainText('Published');
}

/** Reads a post to its end; answers the status of the call that counts. */
async function read(browser: Browser, path: string, userAgent: string) {
  const context = await browser.newContext({ userAgent });
  const page = await context.newPage();
  await page.goto(path);
  await hydrated(page);
  const counted = page.waitForResponse('**/api/views/record');
  // The page has to have rested once before it knows that somebody reads on.
  await page.waitForTimeout(1_300);
  await page.mouse.wheel(0, 20_000);
  const status = (await counted).status();
  await context.close();
  return status;
}

const LONG = Array.from({ length: 60 }, (_, n) => `Paragraph ${n} of a text that is long enough to be scrolled.`).join('\n\n');

test('views are drawn for the site and for a post, with a table behind each chart', async ({ page, browser }) => {
  test.slow();
  await join(page, 'Nora Numbers', 'owner');
  const title = `On counting ${stamp()}`;
  const address = await write(page, title, LONG);
  const id = address.split('/').at(-1);
  await page.goto(`/admin/statistics?post=${id}`);
  await expect(page.getByText('Readers do not see this post')).toBeVisible();
  await page.goto(address);
  await expect(text(page)).toBeVisible();
  await publish(page);
  await page.goto(`/admin/statistics?post=${id}`);
  await expect(page.getByText('Nobody has read this post yet.')).toBeVisible();

  const slug = title.toLowerCase().replace(/ /g, '-');
  expect(await read(browser, `/posts/${slug}`, READER)).toBe(200);
  await read(browser, `/posts/${slug}`, `${READER} HeadlessChrome/140.0.0.0`);

  await page.goto('/admin/posts');
  await row(page, title).getByRole('link', { name: `1 (1 view): statistics of ${title}` }).click();
  await expect(page).toHaveURL(new RegExp(`post=${id}$`));
  const chart = page.getByRole('img', { name: new RegExp(`^${title}: views a day. 1 view; most on `) });
  await expect(chart).toBeVisible();
  await page.getByText('Table').first().click();
  const rows = page.getByRole('group', { name: `${title}, day by day` }).getByRole('row');
  await expect(rows).toHaveCount(31);
  await expect(rows.nth(1)).toContainText(/1$/);
  await expect(rows.nth(2)).toContainText(/0$/);

  await page.getByRole('link', { name: '90 days' }).click();
  await expect(page).toHaveURL(/days=90/);
  await expect(page.getByRole('link', { name: '90 days' })).toHaveAttribute('aria-current', 'true');
  await expect(chart).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('link', { name: '30 days' })).toHaveAttribute('aria-current', 'true');

  await page.getByRole('link', { name: 'the whole site' }).click();
  await expect(page.getByRole('img', { name: /^The whole site: views a day\./ })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: title }).first()).toContainText('1');
  // What is not counted is written within seconds.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('img', { name: /^The whole site/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Browsers without a screen: calls a day\./ })).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test('a link shows the latest draft to whoever has it, until it is taken back or the post is there', async ({ page, browser, messages }) => {
  test.slow();
  messages.allow(NOT_FOUND_LINE);
  await join(page, 'Dora Draft', 'author');
  const title = `A secret plan ${stamp()}`;
  const address = await write(page, title, 'The *first* words.\n\n```rust\nfn main() {}\n```');
  const make = async () => {
    await page.getByRole('button', { name: 'Share the draft …' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const link = page.getByLabel('The new link');
    await expect(link).toHaveValue(/\/draft\/[\w-]{43}$/);
    const made = await link.inputValue();
    await page.getByRole('button', { name: 'Close' }).click();
    return made;
  };
  const link = await make();
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const reader = await context.newPage();
    const answer = await reader.goto(link);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()['cache-control']).toBe('no-store');
    expect(answer?.headers()['x-robots-tag']).toBe('noindex');
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(reader.locator('.prose em')).toHaveText('first');
    await expect(reader.getByText('This is a draft')).toBeVisible();
    if (javaScriptEnabled) expect(await violations(reader).catch(String)).not.toContain('serious');
    await context.close();
  }
  await text(page).fill('The second words.');
  await saved(page);
  const context = await browser.newContext();
  const reader = await context.newPage();
  await reader.goto(link);
  await expect(reader.locator('.prose')).toHaveText('The second words.');

  const other = await make();
  await page.getByRole('button', { name: 'Share the draft …' }).click();
  const links = page.locator('.share-links li');
  await expect(links).toHaveCount(2);
  await expect(links.first()).toContainText('Dora Draft');
  // The older one is the second.
  await links.nth(1).getByRole('button', { name: /^Take back/ }).click();
  await expect(links).toHaveCount(1);
  await page.getByRole('button', { name: 'Close' }).click();
  expect((await reader.goto(link))?.status()).toBe(404);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('This link opens no draft');
  expect((await reader.goto(other))?.status()).toBe(200);
  await page.goto(address);
  await expect(text(page)).toBeVisible();
  await publish(page);
  await reader.goto(other);
  await expect(reader).toHaveURL(/\/posts\/a-secret-plan-/);
  await context.close();
});

test('a copy is a draft of its own, and what is thrown away comes back', async ({ page }) => {
  await join(page, 'Tara Trash', 'editor');
  const title = `Worth keeping ${stamp()}`;
  await write(page, title, 'Some words.');
  await page.goto('/admin/posts');
  await page.getByRole('button', { name: `Duplicate ${title}`, exact: true }).click();
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue(`Copy of ${title}`);
  await expect(text(page)).toHaveValue('Some words.');

  await page.goto('/admin/posts');
  await page.getByRole('button', { name: `Throw away Copy of ${title}`, exact: true }).click();
  await expect(page.getByText(`“Copy of ${title}” is in the trash.`)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, `Copy of ${title}`)).toContainText('draft');
  await page.getByRole('button', { name: `Throw away Copy of ${title}`, exact: true }).click();
  await expect(row(page, `Copy of ${title}`)).toHaveCount(0);

  await page.getByLabel('Status').selectOption('trashed');
  await expect(page).toHaveURL(/status=trashed/);
  const trashed = row(page, `Copy of ${title}`);
  await expect(trashed).toContainText(/goes for good on \d+ \w+ \d{4}/);
  await trashed.getByRole('button', { name: 'Take back' }).click();
  await expect(trashed).toHaveCount(0);
  await page.goBack();
  await expect(row(page, `Copy of ${title}`)).toContainText('draft');

  await page.getByRole('button', { name: `Throw away Copy of ${title}`, exact: true }).click();
  await expect(page.getByText(`“Copy of ${title}” is in the trash.`)).toBeVisible();
  await page.goto('/admin/posts?status=trashed');
  await trashed.getByRole('button', { name: /^Delete/ }).click();
  await expect(page.getByRole('dialog')).toContainText('cannot be taken back');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(trashed).toHaveCount(1);
  await trashed.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText(`“Copy of ${title}” is gone for good.`)).toBeVisible();
  await expect(trashed).toHaveCount(0);
});

test('what the list of posts is asked is in its address, and one can go back', async ({ page }) => {
  await join(page, 'Fay Filter', 'author');
  const mark = stamp();
  for (const word of ['Alpha', 'Beta']) await write(page, `${word} ${mark}`, 'Words.');
  await page.goto('/admin/posts');
  await expect(row(page, `Beta ${mark}`)).toBeVisible();
  await page.getByRole('searchbox').pressSequentially('alpha', { delay: 30 });
  await expect(page).toHaveURL(/words=alpha/);
  await expect(row(page, `Beta ${mark}`)).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveValue('alpha');
  await page.getByLabel('Order').selectOption('title');
  await expect(page).toHaveURL(/words=alpha&sort=title/);
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('alpha');
  await expect(page.getByLabel('Order')).toHaveValue('title');
  await expect(row(page, `Alpha ${mark}`)).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Order')).toHaveValue('');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(row(page, `Beta ${mark}`)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing about numbers, links and the trash: ${colorScheme}, ${width} px`, async ({ page, browser }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      const fine = async (what: string) => {
        expect(await violations(page), what).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${what} is no wider than the window`).toBeLessThanOrEqual(0);
      };
      await join(page, 'Axe Numbers', 'owner');
      const title = `Measured ${stamp()}`;
      const address = await write(page, title, LONG);
      await page.getByRole('button', { name: 'Share the draft …' }).click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      await expect(page.getByLabel('The new link')).toBeVisible();
      await fine('share');
      const link = await page.getByLabel('The new link').inputValue();
      await page.getByRole('button', { name: 'Close' }).click();
      await publish(page);
      await read(browser, `/posts/${title.toLowerCase().replace(/ /g, '-')}`, READER);
      await page.goto('/admin/statistics');
      await expect(page.getByRole('img', { name: /^The whole site/ })).toBeVisible();
      await page.getByText('Table').first().click();
      await expect(page.getByRole('table')).toBeVisible();
      await fine('statistics of the site');
      await page.goto(`/admin/statistics?post=${address.split('/').at(-1)}`);
      await expect(page.getByRole('img')).toBeVisible();
      await fine('statistics of a post');
      const thrown = `Thrown ${stamp()}`;
      await write(page, thrown, 'Words.');
      await page.goto('/admin/posts');
      await page.getByRole('button', { name: `Throw away ${thrown}`, exact: true }).click();
      await expect(page.getByText(`“${thrown}” is in the trash.`)).toBeVisible();
      await page.goto('/admin/posts?status=trashed');
      await expect(page.getByRole('table')).toBeVisible();
      await fine('trash');
      await page.getByRole('button', { name: /^Delete/ }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await fine('question');
      await page.getByRole('button', { name: 'Keep it' }).click();
      expect(link).toContain('/draft/');
    });
  }
}
