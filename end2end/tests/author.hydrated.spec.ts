// The whole way of somebody who begins to write: from a server that has just been started for the first time to a post that
// was published, revised, compared and restored, on a site that is this test's own.
import { begin, how, pastePicture, saved, text, title } from '../fixtures/editor.ts';
import { OwnServer } from '../fixtures/own-server.ts';
import { PASSWORD, settled } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';

let server: OwnServer;
test.beforeAll(async () => {
  server = await OwnServer.open();
});
test.afterAll(() => server.close());

/** A time as its field wants it, in the zone of the site and of this browser. */
const clock = (time: number) => new Date(time).toISOString().slice(0, 16);

test('from the first start to a restored post', async ({ page, context, browser, messages }) => {
  test.setTimeout(300_000);
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
  messages.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  messages.allow(/HTTP 40[14]|status of 40[14]/);

  // Set up.
  await expect.poll(() => server.said).toContain('Nobody has an account yet');
  const link = /https?:\S+\/admin\/\S+/.exec(server.said)?.[0] ?? '';
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up your site');
  await settled(page);
  await page.getByLabel('Your name').fill('Ada First');
  await page.getByLabel('E-mail address').fill('ada@e2e.test');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up the site' }).click();
  await expect(page).toHaveURL(/\/admin\/posts$/);
  const late = await browser.newPage();
  await late.goto(link);
  await expect(late.getByRole('heading', { level: 1 })).toHaveText('This link opens nothing');
  await late.close();

  // Sign in.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await server.enter(page, 'ada@e2e.test');

  // Write, with a screenshot.
  const address = await begin(page);
  await title(page).fill('Barriers');
  await text(page).pressSequentially('A barrier *holds*.\n\n');
  await pastePicture(page, 'shot.png');
  await expect(text(page)).toHaveValue(/!\[\]\(\/media\/[0-9a-f]{32}\.webp\)/);
  await page.getByLabel('What does it show?').fill('A barrier');
  await page.getByRole('button', { name: 'Say so' }).click();
  await text(page).press('Control+End');
  await text(page).pressSequentially('\n\nUntil it ');
  await saved(page);

  // Lose the network in mid-sentence, and get it back.
  await context.setOffline(true);
  await text(page).pressSequentially('opens for a ');
  await expect(how(page)).toHaveText('Saved on this device only (offline)');
  await text(page).pressSequentially('train.');
  await context.setOffline(false);
  await saved(page);

  // A second window, and a conflict.
  const other = await context.newPage();
  await other.goto(address);
  await expect(text(other)).toHaveValue(/Until it opens for a train\.$/);
  await other.bringToFront();
  await context.setOffline(true);
  await text(page).evaluate((area: HTMLTextAreaElement) => {
    area.setRangeText('tram', area.value.length - 6, area.value.length - 1);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await text(other).evaluate((area: HTMLTextAreaElement) => {
    area.setRangeText('lorry', area.value.length - 6, area.value.length - 1);
    area.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await page.waitForTimeout(600);
  await context.setOffline(false);
  const meets = (window: typeof page) => window.getByRole('heading', { name: 'Two versions' }).isVisible();
  await expect.poll(async () => (await meets(page)) || (await meets(other)), { timeout: 60_000 }).toBe(true);
  const side = (await meets(page)) ? page : other;
  await side.getByLabel('Both').check();
  await side.getByRole('button', { name: 'Go on with this' }).click();
  await saved(side);
  const both = await text(side).inputValue();
  expect(both).toContain('tram.');
  expect(both).toContain('lorry.');
  await other.close();
  await page.goto(address);
  await expect(text(page)).toHaveValue(both);

  // Schedule: the post goes live by itself.
  await page.getByText('About this post').click();
  await page.getByLabel('Summary', { exact: true }).fill('What a barrier does.');
  await page.getByRole('button', { name: 'Publish …' }).click();
  // A full minute that leaves time to say it.
  const due = Math.ceil((Date.now() + 20_000) / 60_000) * 60_000;
  await page.getByLabel('Or at a time').fill(clock(due));
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await expect(page.locator('.editor-state')).toContainText('Scheduled for');
  const status = async () => (await page.request.get(`${server.origin}/posts/barriers`)).status();
  expect(await status()).toBe(404);
  await expect.poll(status, { timeout: due + 5_000 - Date.now(), intervals: [250] }).toBe(200);
  expect(Date.now()).toBeGreaterThanOrEqual(due);
  const reader = await browser.newPage();
  await reader.goto(`${server.origin}/posts/barriers`);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Barriers');
  await expect(reader.getByRole('img', { name: 'A barrier' })).toBeVisible();

  // Revise: readers see it when it is released.
  await page.goto(address);
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await text(page).press('Control+End');
  await text(page).pressSequentially('\n\nThen it closes.');
  await saved(page);
  await reader.reload();
  await expect(reader.getByText('Then it closes.')).toHaveCount(0);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish the changes now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await reader.reload();
  await expect(reader.getByText('Then it closes.')).toBeVisible();

  // Compare and restore.
  await page.getByRole('link', { name: 'Revisions' }).click();
  // With what was published before; of the saves between one a minute stays, so that the one before may hold the same text.
  const published = page.getByRole('row').filter({ hasText: /(Publish|Schedule) ·/ });
  await published.nth(1).getByRole('radio', { name: /^Before/ }).check();
  const difference = page.getByRole('region', { name: /^From \d+ to \d+/ });
  await expect(difference.locator('ins').filter({ hasText: 'Then it closes.' })).toBeVisible();
  await page.getByRole('button', { name: /^Restore \d+ …/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore it' }).click();
  await expect(text(page)).not.toHaveValue(/Then it closes/);
  await expect(page.locator('.editor-state')).toContainText('changes are seen once you publish');

  // End all sessions.
  const phone = await browser.newContext();
  const there = await phone.newPage();
  await server.enter(there, 'ada@e2e.test');
  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(page.getByRole('region', { name: 'Table of sessions' }).getByRole('row')).toHaveCount(2);
  await there.goto(`${server.origin}/admin/posts`);
  await expect(there.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await phone.close();
  await reader.close();
});
