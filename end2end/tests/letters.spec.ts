// The newsletter and the contact page: plain forms, the same with scripts and without. The server takes so many letters an hour
// from one network, so few are sent here.
import { expect, open, test } from '../fixtures/test.ts';

const unique = () => Math.random().toString(36).slice(2, 10);

/** Nobody fills a form in within three seconds; who does is asked once more. */
const aWhile = 3_500;

test('who enters an address is told what becomes of it', async ({ page, scripts, messages }) => {
  messages.allow(/status of 422/);
  await open(page, '/subscribe', scripts);
  const field = page.locator('#subscribe-email');
  const send = page.locator('.letter').getByRole('button');
  await field.fill('ada at example.org');
  await send.click();
  const note = page.locator('#subscribe-email-note');
  await expect(note).toHaveText(/No mail can arrive at this address/);
  await expect(field).toHaveValue('ada at example.org');
  await expect(field).toHaveAttribute('aria-describedby', 'subscribe-email-note');
  await expect(field).toBeFocused();
  await field.fill(`reader+${unique()}@example.org`);
  await page.waitForTimeout(aWhile);
  await send.click();
  await expect(page).toHaveURL(/\/subscribe\?done$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you: your address is noted');
  await expect(page.getByText('sends no mail yet')).toBeVisible();
});

test('who is quicker than people are is asked once more, and the address is there', async ({ page, scripts }) => {
  await open(page, '/subscribe', scripts);
  const email = `quick.${unique()}@example.org`;
  // As a program would: before anybody could have typed it.
  await page.locator('#subscribe-email').fill(email);
  await page.locator('.letter [name="homepage"]').evaluate((field: HTMLInputElement) => (field.value = 'https://spam.test'));
  await page.locator('.letter').getByRole('button').click();
  await expect(page.getByRole('alert')).toContainText('One more step');
  await expect(page.locator('#subscribe-email')).toHaveValue(email);
  // However soon: nothing is left to fill in.
  await expect(page.locator('.letter').getByRole('button')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you: your address is noted');
});

test('a message is kept, and what is wrong with it loses nothing', async ({ page, scripts, messages }) => {
  messages.allow(/status of 422/);
  await open(page, '/contact', scripts);
  const text = `Hello,\n\n</textarea><b>bold</b> & more ${unique()}`;
  await page.getByLabel('Message').fill(text);
  await page.getByLabel('Your e-mail address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Send the message' }).click();
  await expect(page.locator('#contact-name-note')).toHaveText('Say what you are called.');
  await expect(page.getByLabel('Your name')).toBeFocused();
  await expect(page.getByLabel('Message')).toHaveValue(text);
  await page.getByLabel('Your name').fill('Ada');
  await page.waitForTimeout(aWhile);
  await page.getByRole('button', { name: 'Send the message' }).click();
  await expect(page).toHaveURL(/\/contact\?done$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thank you: your message is here');
});

test('a message that is asked for once more has only its button left', async ({ page, scripts }) => {
  await open(page, '/contact', scripts);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Your e-mail address').fill('ada@example.org');
  await page.getByLabel('Message').fill('Hello');
  await page.locator('.letter [name="homepage"]').evaluate((field: HTMLInputElement) => (field.value = 'https://spam.test'));
  const send = page.getByRole('button', { name: 'Send the message' });
  await send.click();
  await expect(page.getByRole('alert')).toContainText('quicker than people write');
  await expect(send).toBeFocused();
});

test('the keyboard goes through the fields in order and not to the one that nobody sees', async ({ page, scripts }) => {
  await open(page, '/contact', scripts);
  await page.getByLabel('Your name').focus();
  const names: (string | null)[] = [];
  for (let press = 0; press < 3; press++) {
    await page.keyboard.press('Tab');
    names.push(await page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName ?? null));
  }
  expect(names).toEqual(['email', 'message', 'BUTTON']);
});

for (const path of ['/subscribe', '/contact', '/subscribe?done', '/contact?done']) {
  test(`${path} fits on a phone`, async ({ page, scripts }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, path, scripts);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}
