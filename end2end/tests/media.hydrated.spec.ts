// Pictures: into the text by paste, drop and dialog, and what becomes of them.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { join } from '../fixtures/staff.ts';

const text = (page: Page) => page.getByLabel('Text, in Markdown');
const PICTURE = /!\[\]\(\/media\/[0-9a-f]{32}\.webp\)/;
const PICTURES = new RegExp(PICTURE, 'g');

async function begin(page: Page) {
  await page.getByRole('button', { name: 'New post' }).click();
  await expect(text(page)).toBeVisible();
}

/** Pastes or drops pictures of these names, none like another. */
async function put(page: Page, how: 'paste' | 'drop', names: string[]) {
  await text(page).evaluate(
    async (area, { how, names }) => {
      const data = new DataTransfer();
      for (const name of names) {
        const canvas = new OffscreenCanvas(900, 500);
        const brush = canvas.getContext('2d');
        if (!brush) throw new Error('no canvas');
        brush.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
        brush.fillRect(0, 0, 900, 500);
        brush.fillText(`${Math.random()}`, 20, 20);
        data.items.add(new File([await canvas.convertToBlob()], name, { type: 'image/png' }));
      }
      const options = { bubbles: true, cancelable: true };
      area.dispatchEvent(
        how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      );
    },
    { how, names },
  );
}

test('a pasted picture has its place at once, wherever that moves, and is seen beside the text', async ({ page }) => {
  await join(page, 'Ada Paste', 'author');
  await begin(page);
  await text(page).fill('Before.\n\n');
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/admin/media?*', async (route) => {
    await gate;
    await route.continue();
  });
  await put(page, 'paste', ['shot.png']);
  await expect(text(page)).toHaveValue(/^Before\.\n\n!\[Uploading shot\.png \(\w{3}\)…\]\(\)$/);
  await text(page).press('Control+Home');
  await text(page).pressSequentially('Now ');
  go();
  await expect(text(page)).toHaveValue(/^Now Before\.\n\n!\[\]\(\/media\/[0-9a-f]{32}\.webp\)$/);
  const cursor = await text(page).evaluate((area) => (area as HTMLTextAreaElement).selectionStart);
  expect(cursor, 'the cursor stays where it was').toBe(4);

  const shown = page.getByRole('region', { name: 'Preview' }).locator('img');
  await expect(shown).toHaveAttribute('srcset', /-480\.webp 480w/);
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);

  await page.getByLabel('What does it show?').fill('A field [in colour]');
  await page.getByRole('button', { name: 'Say so' }).click();
  await expect(text(page)).toHaveValue(/!\[A field \\\[in colour\\\]\]\(\/media\//);
  await expect(page.getByRole('region', { name: 'Pictures on their way' })).toHaveCount(0);
});

/** Holds pictures on their way until they are let go. */
async function hold(page: Page) {
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/admin/media?*', async (route) => {
    await gate;
    await route.continue();
  });
  return go;
}

/** The text as the server has it. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const post = location.pathname.split('/').pop() ?? '';
    const opened = await fetch('/api/desk/open', { method: 'POST', body: new URLSearchParams({ post }) });
    return String((await opened.json()).head.draft.source);
  });

test('a picture that arrives while a word is composed waits for the word', async ({ page, context }) => {
  await join(page, 'Ada Composes', 'author');
  await begin(page);
  const go = await hold(page);
  await put(page, 'paste', ['shot.png']);
  await expect(text(page)).toHaveValue(/^!\[Uploading shot\.png \(\w{3}\)…\]\(\)$/);
  const session = await context.newCDPSession(page);
  const compose = (word: string) =>
    session.send('Input.imeSetComposition', { text: word, selectionStart: word.length, selectionEnd: word.length });
  await compose('に');
  go();
  await expect(page.getByLabel('What does it show?')).toBeVisible();
  await compose('にほ');
  await expect(text(page)).toHaveValue(/^!\[Uploading shot\.png \(\w{3}\)…\]\(\)にほ$/);
  // What is shown has it already.
  await expect(page.getByRole('region', { name: 'Preview' }).locator('img')).toHaveAttribute('src', /\/media\//);
  await session.send('Input.insertText', { text: '日本' });
  await expect(text(page)).toHaveValue(/^!\[\]\(\/media\/[0-9a-f]{32}\.webp\)日本$/);
  await text(page).press('x');
  await expect(text(page)).toHaveValue(/日本x$/);
  await expect.poll(() => kept(page)).toMatch(/^!\[\]\(\/media\/[0-9a-f]{32}\.webp\)日本x$/);
});

test('a picture that arrives while another field is written in takes nothing from it, is saved, and can be undone', async ({ page }) => {
  await join(page, 'Ada Elsewhere', 'author');
  await begin(page);
  const go = await hold(page);
  await text(page).pressSequentially('Before. ');
  await put(page, 'paste', ['shot.png']);
  const waits = /^Before\. !\[Uploading shot\.png \(\w{3}\)…\]\(\)$/;
  const is = /^Before\. !\[\]\(\/media\/[0-9a-f]{32}\.webp\)$/;
  await expect(text(page)).toHaveValue(waits);
  const title = page.getByLabel('Title', { exact: true });
  await title.click();
  await title.pressSequentially('A ti');
  go();
  await expect(page.getByLabel('What does it show?')).toBeVisible();
  await expect(title).toBeFocused();
  await title.pressSequentially('tle');
  await expect(title).toHaveValue('A title');
  await expect(text(page)).toHaveValue(waits);
  await expect(page.getByRole('region', { name: 'Preview' }).locator('img')).toHaveAttribute('src', /\/media\//);
  await expect.poll(() => kept(page)).toMatch(is);

  await text(page).focus();
  await expect(text(page)).toHaveValue(is);
  // Words that come back mean the picture still, and do not become a second one.
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue(waits);
  await text(page).press('Control+Shift+z');
  await expect(text(page)).toHaveValue(is);
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue(waits);
  await page.getByLabel('What does it show?').fill('A field');
  await page.getByRole('button', { name: 'Say so' }).click();
  const described = /^Before\. !\[A field\]\(\/media\/[0-9a-f]{32}\.webp\)$/;
  await expect(text(page)).toHaveValue(described);
  await expect.poll(() => kept(page)).toMatch(described);
});

test('two that arrive while another field is written in leave the cursor between them', async ({ page }) => {
  await join(page, 'Ada Between', 'author');
  await begin(page);
  const go = await hold(page);
  await put(page, 'drop', ['one.png', 'two.png']);
  await page.getByLabel('Title', { exact: true }).click();
  go();
  await expect(page.getByLabel('What does it show?')).toHaveCount(2);
  await text(page).evaluate((area: HTMLTextAreaElement) => {
    const end = area.value.indexOf('…]()') + 4;
    area.focus();
    area.setSelectionRange(end, end);
  });
  await expect(text(page)).not.toHaveValue(/Uploading/);
  await page.keyboard.type('Hello');
  await expect(text(page)).toHaveValue(/^!\[\]\(\/media\/[0-9a-f]{32}\.webp\)Hello\n\n!\[\]\(\/media\/[0-9a-f]{32}\.webp\)\n\n$/);
});

test('several that are dropped stand apart, and the dialog takes more', async ({ page }) => {
  await join(page, 'Ada Drop', 'author');
  await begin(page);
  await put(page, 'drop', ['one.png', 'one.png']);
  await expect.poll(async () => (await text(page).inputValue()).match(PICTURES)?.length).toBe(2);
  expect(new Set((await text(page).inputValue()).match(PICTURES)).size).toBe(2);
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add pictures' }).click();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>';
  await (await dialog).setFiles({ name: 'drawn.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
  await expect(text(page)).toHaveValue(/!\[\]\(\/media\/[0-9a-f]{32}\.svg\)/);
});

test('what many pictures show is asked in little room, and can be put off at once', async ({ page }) => {
  await join(page, 'Ada Many', 'author');
  await begin(page);
  await put(
    page,
    'drop',
    Array.from({ length: 8 }, (_, index) => `${index}.png`),
  );
  await expect(page.getByLabel('What does it show?')).toHaveCount(8, { timeout: 20_000 });
  const list = await page.locator('.pictures > ul').boundingBox();
  expect(list?.height).toBeLessThan(300);
  await page.getByRole('button', { name: 'Later for all' }).click();
  await expect(page.getByRole('region', { name: 'Pictures on their way' })).toHaveCount(0);
  await expect(text(page)).toBeFocused();
});

test('what fails says why, and can be sent again or taken out', async ({ page, context, messages }) => {
  messages.allow(/HTTP 5\d\d|status of 5\d\d|HTTP 415|status of 415|ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  await join(page, 'Ada Retry', 'author');
  await begin(page);
  await page.route('**/admin/media?*', (route) => route.fulfill({ status: 500, contentType: 'text/plain', body: 'A fault of ours.' }), {
    times: 1,
  });
  await put(page, 'paste', ['late.png']);
  const row = page.getByRole('listitem').filter({ hasText: 'late.png' });
  await expect(row).toContainText('A fault of ours.');
  await expect(text(page)).toHaveValue(/^!\[Uploading late\.png \(\w{3}\)…\]\(\)$/);
  await row.getByRole('button', { name: 'Retry late.png' }).click();
  await expect(text(page)).toHaveValue(PICTURE);

  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add pictures' }).click();
  await (await dialog).setFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html>') });
  const wrong = page.getByRole('listitem').filter({ hasText: 'page.png' });
  await expect(wrong).toContainText('no picture that can be shown');
  await expect(wrong.getByRole('button', { name: 'Retry page.png' })).toHaveCount(0);
  await wrong.getByRole('button', { name: 'Remove page.png' }).click();
  await expect(text(page)).not.toHaveValue(/Uploading/);

  await context.setOffline(true);
  await put(page, 'paste', ['tunnel.png']);
  await expect(page.getByRole('listitem').filter({ hasText: 'tunnel.png' })).toContainText('waits for the network');
  await context.setOffline(false);
  await expect.poll(async () => (await text(page).inputValue()).match(PICTURES)?.length).toBe(2);
});

test('a cover is chosen from the library, which says where a picture is used', async ({ page }) => {
  await join(page, 'Ada Library', 'author');
  const name = `shelf-${Math.random().toString(36).slice(2, 8)}.svg`;
  const spare = name.replace('shelf', 'spare');
  const svg = (side: number) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="20"><g/></svg>`);
  await page.getByRole('link', { name: 'Pictures' }).click();
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload pictures' }).click();
  const side = Math.floor(Math.random() * 90_000);
  await (await dialog).setFiles([
    { name, mimeType: 'image/svg+xml', buffer: svg(side) },
    { name: spare, mimeType: 'image/svg+xml', buffer: svg(side + 1) },
  ]);
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expect(page.getByRole('heading', { name: spare })).toBeVisible();

  await page.getByRole('link', { name: 'Posts', exact: true }).click();
  await begin(page);
  const title = `With a cover ${name}`;
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByText('About this post').click();
  const cover = page.getByRole('group', { name: 'Cover' });
  await cover.getByRole('button', { name: 'Choose a picture' }).click();
  const chooser = page.getByRole('dialog', { name: 'Choose a picture' });
  await chooser.getByRole('searchbox').fill(name);
  await expect(chooser.getByRole('button', { name: spare })).toHaveCount(0);
  await chooser.getByRole('button', { name }).click();
  await expect(page.locator('.pick > img').first()).toHaveAttribute('src', /\/media\/[0-9a-f]{32}\.svg/);
  await page.getByLabel('What the cover shows').fill('Nothing much');
  await expect(page.locator('.editor-status > [role="status"]').first()).toHaveText('Saved', { timeout: 15_000 });

  await page.goto('/admin/media');
  await page.getByPlaceholder("Words of the file's name").fill(name);
  await expect(page.getByRole('list', { name: 'Used in' }).getByRole('link', { name: title })).toBeVisible();
  await expect(page.getByRole('button', { name: `Delete ${name}` })).toHaveCount(0);
  await page.getByPlaceholder("Words of the file's name").fill(spare);
  await expect(page.getByRole('button', { name: /^Delete / })).toHaveCount(1);
  await page.getByRole('button', { name: `Delete ${spare}` }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText(`${spare} is deleted.`)).toBeVisible();
  await expect(page.getByText('There is no such picture.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing among the pictures: ${colorScheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await join(page, 'Axe Pictures', 'owner');
      await page.getByRole('link', { name: 'Pictures' }).click();
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      expect(await violations(page), 'library').toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, 'no wider than the window').toBeLessThanOrEqual(0);
      await page.getByRole('link', { name: 'Posts', exact: true }).click();
      await begin(page);
      await put(page, 'paste', ['shot.png']);
      await expect(page.getByLabel('What does it show?')).toBeVisible();
      await page.getByText('About this post').click();
      expect(await violations(page), 'editor').toEqual([]);
      await page.getByRole('button', { name: 'Choose a picture' }).click();
      await expect(page.getByRole('dialog', { name: 'Choose a picture' }).getByRole('listitem').first()).toBeVisible();
      expect(await violations(page), 'chooser').toEqual([]);
    });
  }
}
