// What readers send, and the résumé, as the desk has them; and the footer with what the site draws itself. The server is this
// file's own: nobody else is on it.
import { violations } from '../fixtures/axe.ts';
import { OwnServer } from '../fixtures/own-server.ts';
import { expect, hydrated, test } from '../fixtures/test.ts';

test.describe.configure({ mode: 'default' });

let server: OwnServer;

test.beforeAll(async () => {
  server = await OwnServer.open();
  const footer = 'Connect\nSay hello.\n[social]\n\nGet updates\n[newsletter]\n\nWork with me\n[contact]';
  server.operate('settings', 'set', 'footer', footer);
  server.operate('settings', 'set', 'social', 'Mastodon = https://social.test/@ada');
  server.operate('settings', 'set', 'navigation', 'Home = /\nDownload résumé = /resume\nContact = /contact');
});

test.afterAll(async () => {
  await server.close();
});

test.beforeEach(({ messages }) => {
  messages.allow(new RegExp(`third-party request: ${server.origin}`));
});

test('the footer has the box, the call and the other places, and both lead on within the app', async ({ page }) => {
  // What was set last is there once all is.
  await expect
    .poll(async () => (await (await fetch(server.origin)).text()).includes('Download résumé'), { timeout: 10_000 })
    .toBe(true);
  await page.goto(server.origin);
  await hydrated(page);
  const footer = page.locator('.site-footer');
  await expect(footer.locator('.footer-columns .social a')).toHaveText(['Mastodon']);
  await expect(footer.locator('.footer-about .social')).toHaveCount(0);
  await page.evaluate(() => Object.assign(window, { same: true }));
  await footer.getByRole('link', { name: 'initContact() →' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Contact');
  expect(await page.evaluate(() => 'same' in window), 'no page was loaded').toBe(true);
  await footer.getByLabel('E-mail address').fill('reader@example.org');
  await page.waitForTimeout(3_500);
  await footer.getByRole('button', { name: 'Subscribe' }).click();
  await expect(page).toHaveURL(/\/subscribe\?done$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you: your address is noted');
  expect(await page.evaluate(() => 'same' in window), 'the browser sent the form').toBe(false);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`the forms and the footer can be used by everybody in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of ['/subscribe', '/contact', '/contact?done']) {
      await page.goto(`${server.origin}${path}`);
      await hydrated(page);
      expect(await violations(page), path).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}

test('what readers sent is looked at, answered and removed at the desk', async ({ page }) => {
  await page.goto(`${server.origin}/contact`);
  await hydrated(page);
  await page.getByLabel('Your name').fill('Ada <b>');
  await page.getByLabel('Your e-mail address').fill('ada@example.org');
  await page.getByLabel('Message').fill('One\n\n<i>two</i>');
  await page.waitForTimeout(3_500);
  await page.getByRole('button', { name: 'Send the message' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you: your message is here');

  await server.join(page, 'Olga', 'owner');
  await page.goto(`${server.origin}/admin/inbox`);
  const message = page.getByRole('article', { name: 'Ada <b>' });
  await expect(message.locator('.message-text')).toHaveText('One\n\n<i>two</i>');
  await expect(message.getByRole('link', { name: 'Answer by mail' })).toHaveAttribute('href', /^mailto:ada@example\.org\?subject=Re%3A/);
  expect(await violations(page)).toEqual([]);
  await message.getByRole('button', { name: 'Mark as answered' }).click();
  await expect(page.locator('.desk-said')).toContainText('among those under “Answered”');
  await expect(page.getByText('Nothing new.')).toBeVisible();
  await page.getByRole('link', { name: 'Answered (1)' }).click();
  await expect(message).toBeVisible();
  await message.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('There is no such message.')).toBeVisible();

  await page.goto(`${server.origin}/admin/subscribers`);
  const reader = page.getByRole('row').filter({ hasText: 'reader@example.org' });
  await expect(reader).toContainText('unconfirmed');
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('subscribers.csv');
  await reader.getByRole('button', { name: 'Remove reader@example.org' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Nobody yet.')).toBeVisible();
});

test('a résumé is sent at the desk, fetched by readers, and taken away', async ({ page, messages }) => {
  messages.allow(/HTTP 415|status of 415/);
  await server.join(page, 'Otto', 'owner');
  await page.goto(`${server.origin}/admin/settings`);
  const field = page.getByLabel('Another file');
  const whole = Buffer.from('%PDF-1.7\nHello.\nstartxref\n0\n%%EOF');
  // One that is too large is not sent at all.
  await field.setInputFiles({ name: 'all.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
  await expect(page.locator('#field-resume-note')).toContainText('“all.pdf” was not taken. This file is larger than');
  await field.setInputFiles({ name: 'cut.pdf', mimeType: 'application/pdf', buffer: whole.subarray(0, 20) });
  await expect(page.locator('#field-resume-note')).toContainText('“cut.pdf” was not taken. This PDF has no end');
  await field.setInputFiles({ name: 'cv.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF') });
  await expect(page.locator('#field-resume-note')).toContainText('This is no PDF.');
  await field.setInputFiles({ name: 'cv.pdf', mimeType: 'application/pdf', buffer: whole });
  await expect(page.locator('.desk-said')).toContainText('The résumé is there');
  await expect(page.getByText('Fetched in 30 days: 0, ever: 0')).toBeVisible();
  await page.goto(server.origin);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download résumé' }).click();
  expect((await download).suggestedFilename()).toBe('The-authors-Resume.pdf');
  await page.goto(`${server.origin}/admin/settings`);
  const remove = page.getByRole('button', { name: 'Remove the résumé' });
  await remove.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByText('Fetched in 30 days')).toBeVisible();
  await remove.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
  await expect(page.getByText('There is none.')).toBeVisible();
});
