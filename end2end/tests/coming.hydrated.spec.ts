// The cover of a series and its parts to come, from the desk to readers with scripts and without, on a site of this test's own.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { begin, saved, text, title } from '../fixtures/editor.ts';
import { OwnServer } from '../fixtures/own-server.ts';
import { expect, hydrated, test } from '../fixtures/test.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await OwnServer.open();
});
test.afterAll(() => server.close());

const said = (page: Page) => page.locator('.desk-said');
const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="800" height="300"><rect width="800" height="300" fill="#888"/></svg>');

/** Writes a post, and publishes it if it is to be. */
async function write(page: Page, name: string, publish: boolean) {
  await page.goto(`${server.origin}/admin/posts`);
  await begin(page);
  await title(page).fill(name);
  await text(page).fill(`What ${name} says.\n`);
  await saved(page);
  if (publish) {
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByRole('button', { name: 'Publish now' }).click();
    await expect(page.locator('.editor-state')).toHaveText('Published');
  }
}

test('a series gets a cover and tells of its parts to come, if its author wants that', async ({ page, context, browser, messages }) => {
  test.setTimeout(180_000);
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  messages.allow(/HTTP 409|status of 409/);
  await server.join(page, 'Ada', 'editor');
  for (const [name, publish] of [['Chapter one', true], ['Chapter two', false], ['Chapter three', true]] as const) {
    await write(page, name, publish);
  }
  await page.goto(`${server.origin}/admin/series`);
  await page.getByLabel('Title', { exact: true }).fill('Saga');
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Saga' })).toBeVisible();
  for (const [index, name] of ['Chapter one', 'Chapter two', 'Chapter three'].entries()) {
    await page.getByLabel('Add a post').fill(name);
    await page.getByRole('button', { name: `Add ${name}` }).click();
    await expect(page.locator('.desk-parts li')).toHaveCount(index + 1);
  }

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(`${server.origin}/series/saga`);
  await expect(reader.locator('.part-title')).toHaveText(['Chapter one', 'Chapter three']);
  await expect(reader.locator('.cover')).toHaveCount(0);

  const other = await context.newPage();
  await other.goto(page.url());
  const coming = (desk: Page) => desk.getByRole('checkbox', { name: /^Show parts to come/ });
  await expect(coming(other)).not.toBeChecked();

  const cover = page.getByRole('group', { name: 'Cover' });
  const dialog = page.waitForEvent('filechooser');
  await cover.getByRole('button', { name: 'Upload one' }).click();
  await (await dialog).setFiles([{ name: 'saga.svg', mimeType: 'image/svg+xml', buffer: drawing }]);
  await expect(cover.locator('img')).toHaveAttribute('src', /^\/media\/[0-9a-f]{32}\.svg$/);
  await page.getByLabel('What the cover shows').fill('A grey field');
  await coming(page).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(said(page)).toHaveText('Saved.');
  expect(await violations(page), 'the desk').toEqual([]);
  // What was said does not stand in the way of the order.
  await page.getByRole('button', { name: 'Move Chapter three up' }).click();
  await expect(said(page)).toHaveText('“Chapter three” is part 2 of 3 now.');
  await page.getByRole('button', { name: 'Move Chapter three down' }).click();
  await expect(said(page)).toHaveText('“Chapter three” is part 3 of 3 now.');

  // Who comes second is told, loses nothing, and may insist.
  await other.getByLabel('Description').fill('In three chapters.');
  await coming(other).check();
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(said(other)).toContainText('in the meantime');
  await expect(other.getByLabel('Description')).toHaveValue('In three chapters.');
  await other.close();

  await page.reload();
  await expect(coming(page)).toBeChecked();
  await expect(page.getByLabel('What the cover shows')).toHaveValue('A grey field');

  const check = async (reader: Page, scripts: boolean) => {
    await reader.goto(`${server.origin}/series/saga`);
    if (scripts) await hydrated(reader);
    await expect(reader.getByRole('img', { name: 'A grey field' })).toBeVisible();
    await expect(reader.locator('.part-title')).toHaveText(['Chapter one', 'Chapter two', 'Chapter three']);
    await expect(reader.locator('.part-title a')).toHaveText(['Chapter one', 'Chapter three']);
    await expect(reader.locator('.part-coming')).toHaveText(/Chapter two\s*Coming/);
    await expect(reader.getByText('2 parts', { exact: true })).toBeVisible();
    if (scripts) expect(await violations(reader), 'the series').toEqual([]);
    await reader.getByRole('link', { name: 'Chapter three', exact: true }).click();
    await expect(reader.getByRole('heading', { level: 1, name: 'Chapter three' })).toBeVisible();
    const box = reader.getByRole('complementary', { name: 'Series' });
    await expect(box).toContainText('Part 2 of 2');
    await box.getByText('All parts').click();
    await expect(box.getByRole('listitem')).toHaveText(['Chapter one', /Chapter two\s*Coming/, 'Chapter three']);
    await expect(box.getByRole('link', { name: /Chapter two/ })).toHaveCount(0);
    await expect(reader.getByRole('link', { name: /Previous part/ })).toHaveAttribute('href', /\/posts\/chapter-one$/);
    if (scripts) expect(await violations(reader), 'a part').toEqual([]);
  };
  await check(reader, false);
  const lively = await browser.newContext();
  await check(await lively.newPage(), true);
  await lively.close();

  await page.goto(`${server.origin}/admin/media`);
  const used = page.getByRole('list', { name: 'Used in' });
  await expect(used.getByRole('link', { name: 'Saga' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete saga.svg' })).toHaveCount(0);
  await used.getByRole('link', { name: 'Saga' }).click();
  await coming(page).uncheck();
  await cover.getByRole('button', { name: 'Take it off' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(said(page)).toHaveText('Saved.');
  await reader.goto(`${server.origin}/series/saga`);
  await expect(reader.locator('.part-title')).toHaveText(['Chapter one', 'Chapter three']);
  await expect(reader.locator('.cover')).toHaveCount(0);
  await plain.close();
});
