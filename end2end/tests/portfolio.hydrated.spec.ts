// Pages and projects, from the desk to their readers, on a site that is this test's own.
import { saved, text, title } from '../fixtures/editor.ts';
import { OwnServer } from '../fixtures/own-server.ts';
import { expect, hydrated, test } from '../fixtures/test.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await OwnServer.open();
});
test.afterAll(() => server.close());

test('a page is begun, published at the root of the site, and read without scripts', async ({ page, browser, messages }) => {
  test.setTimeout(120_000);
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  await server.join(page, 'Ada', 'editor');
  await page.getByRole('navigation', { name: 'What is listed' }).getByRole('link', { name: 'Pages' }).click();
  await expect(page).toHaveURL(/\/admin\/posts\?kind=page$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pages');
  await expect(page.getByText('There is no such page.')).toBeVisible();
  await page.getByRole('button', { name: 'New page' }).click();
  await expect(text(page)).toBeVisible();

  // What makes no sense for a page is not asked for.
  await page.getByText('About this page').click();
  await expect(page.getByLabel('Summary')).toBeVisible();
  for (const label of ['Takeaway', 'Tags', 'Series', 'Featured', 'Technologies', 'Year']) {
    await expect(page.getByLabel(label, { exact: true })).toHaveCount(0);
  }
  await title(page).fill('About me');
  await text(page).fill('I write here.\n\n## One\n\nText.\n\n## Two\n\nText.\n\n## Three\n\nText.\n');
  await page.getByLabel('Address', { exact: true }).fill('admin');
  await expect(page.getByText('/admin is the site’s own').or(page.getByText("/admin is the site's own"))).toBeVisible();
  await page.getByLabel('Address', { exact: true }).fill('');
  await expect(page.getByText('/about-me, made of the title')).toBeVisible();
  await saved(page);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await page.getByRole('link', { name: 'All pages' }).click();
  await expect(page.getByRole('link', { name: '/about-me' })).toBeVisible();

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reader = await plain.newPage();
  expect((await reader.goto(`${server.origin}/about-me`))?.status()).toBe(200);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('About me');
  await expect(reader.getByText('I write here.')).toBeVisible();
  await expect(reader.getByRole('navigation', { name: 'Contents' }).first()).toBeAttached();
  await plain.close();
});

test('a project is begun, put in order, and found in the portfolio', async ({ page, messages }) => {
  test.setTimeout(120_000);
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  await server.join(page, 'Ben', 'editor');
  for (const [name, order] of [['Second', '2'], ['First', '1']] as const) {
    await page.goto(`${server.origin}/admin/posts?kind=project`);
    await page.getByRole('button', { name: 'New project' }).click();
    await expect(text(page)).toBeVisible();
    await title(page).fill(name);
    await text(page).fill(`What ${name} is.\n`);
    await page.getByText('About this project').click();
    await page.getByRole('combobox', { name: 'Technologies' }).fill('Rust');
    await page.getByRole('combobox', { name: 'Technologies' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Take out Rust' })).toBeVisible();
    await page.getByLabel('Links', { exact: true }).fill('Code = https://example.org/code');
    await page.getByLabel('Year', { exact: true }).fill('2024');
    await page.getByLabel('Place in the portfolio').fill(order);
    await saved(page);
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByRole('button', { name: 'Publish now' }).click();
    await expect(page.locator('.editor-state')).toHaveText('Published');
  }
  await page.goto(`${server.origin}/portfolio`);
  await hydrated(page);
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText(['First', 'Second']);
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.getByRole('link', { name: 'First' }).click();
  await expect(page).toHaveURL(/\/portfolio\/first$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('First');
  await expect(page.getByRole('link', { name: 'Code' })).toHaveAttribute('rel', 'external noopener');
  await page.getByRole('main').getByRole('link', { name: 'Portfolio' }).click();
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText('Portfolio');
  expect(await page.evaluate(() => performance.timeOrigin), 'the app went there itself').toBe(before);
});
