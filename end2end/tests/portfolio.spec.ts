// Pages and the portfolio of a demo site, with scripts and without.
import { OwnServer } from '../fixtures/own-server.ts';
import { expect, NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await OwnServer.ofSite('logbook');
});
test.afterAll(() => server.close());

test('the navigation leads to the portfolio, to a project and to a page', async ({ page, scripts, messages }) => {
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  await open(page, `${server.origin}/`, scripts);
  const nav = page.getByRole('navigation', { name: 'Main' });
  await nav.getByRole('link', { name: 'Portfolio' }).click();
  await expect(page).toHaveURL(`${server.origin}/portfolio`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Portfolio');
  await expect(nav.getByRole('link', { name: 'Portfolio' })).toHaveAttribute('aria-current', 'page');
  const projects = page.getByRole('main').getByRole('article');
  await expect(projects).toHaveCount(3);
  for (const project of await projects.all()) {
    await expect(project.locator('img')).toHaveCount(1);
    await expect(project.getByRole('list', { name: 'Made with' })).toBeVisible();
    await expect(project.getByText(/^20\d\d$/)).toBeVisible();
  }
  const first = projects.first().getByRole('link');
  const name = (await first.innerText()).trim();
  await first.click();
  await expect(page).toHaveURL(/\/portfolio\/[a-z0-9-]+$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('list', { name: 'Links' }).getByRole('link').first()).toHaveAttribute('rel', /external/);
  await expect(nav.getByRole('link', { name: 'Portfolio' })).toHaveAttribute('aria-current', 'true');

  await nav.getByRole('link', { name: 'About' }).click();
  await expect(page).toHaveURL(`${server.origin}/about`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('About');
  await expect(page).toHaveTitle(/^About/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
});

test('a name that is no page has the page of every wrong address', async ({ page, scripts, messages }) => {
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  messages.allow(NOT_FOUND_LINE);
  for (const path of ['/nobody', '/portfolio/nothing', '/posts/nothing', '/series/nothing', '/posts?page=99']) {
    expect((await open(page, server.origin + path, scripts))?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page here');
    await expect(page.getByRole('heading', { name: 'Newest posts' })).toBeVisible();
  }
});

test('what is no page within the app is asked of the server', async ({ page, scripts, messages }) => {
  test.skip(!scripts, 'without scripts it is always asked');
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  messages.allow(/404/);
  await open(page, `${server.origin}/about`, scripts);
  await page.getByRole('main').evaluate((main) => {
    main.insertAdjacentHTML('beforeend', '<a href="/nobody">Nobody</a>');
  });
  await page.getByRole('link', { name: 'Nobody' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page here');
  await expect(page).toHaveURL(`${server.origin}/nobody`);
  await expect(page.getByRole('heading', { name: 'Newest posts' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('About');
});
