// The site's settings at the desk. Other tests look at the same site meanwhile: only what none of them reads is saved, and
// it is left as it was found.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { expect, test } from '../fixtures/test.ts';
import { join } from '../fixtures/staff.ts';

// There is one site: what one of them changes, the others would find.
test.describe.configure({ mode: 'default' });

const said = (page: Page) => page.locator('.desk-said');
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save the settings' }).click();

async function open(page: Page) {
  await join(page, 'Olga Settings', 'owner');
  await page.goto('/admin/settings');
  await expect(field(page, 'Name')).toHaveValue('Logbook');
}

test('what is typed is drawn before it is saved, as words and not as HTML', async ({ page }) => {
  await open(page);
  const preview = page.locator('.settings-preview');
  await expect(preview.getByText('Logbook').first()).toBeVisible();
  await field(page, 'Name').fill('<b>Tide</b> tables');
  await field(page, 'Navigation').fill('Writing = /posts\nCode = https://code.test/ada');
  await field(page, 'Accent colour').fill('#ffd400');
  await expect(preview.locator('.wordmark')).toHaveText('<b>Tide</b> tables');
  await expect(preview.locator('.site-nav a')).toHaveText(['Writing', 'Code']);
  await expect(preview.locator('.site-nav a').last()).toHaveAttribute('href', 'https://code.test/ada');
  await expect(preview.locator('> div')).toHaveAttribute('style', /--accent: light-dark\(#[0-9a-f]{6}, #ffd400\)/);
  // Nothing of it is saved.
  await page.goto('/');
  await expect(page.locator('.wordmark')).toHaveText('Logbook');
});

test('whole pages are shown with what is typed before it is saved', async ({ page, context }) => {
  await open(page);
  await field(page, 'Name').fill('Tide tables');
  await field(page, 'Layout').selectOption('index');
  await page.getByRole('checkbox', { name: 'Minutes to read' }).check();
  const shown = async (button: string) => {
    const tab = context.waitForEvent('page');
    await page.getByRole('button', { name: button }).click();
    return tab;
  };
  const front = await shown('Preview the front page');
  await expect(front.locator('.wordmark')).toHaveText('Tide tables');
  await expect(front.locator('.essays .entry').first()).toContainText('min read');
  await expect(front.locator('.draft-note')).toContainText('Nothing of it is saved');
  await front.close();
  const contact = await shown('Preview the contact page');
  await expect(contact.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(contact).toHaveTitle(/Tide tables$/);
  await contact.close();
  await expect(field(page, 'Name')).toHaveValue('Tide tables');
  await expect(page.getByRole('button', { name: 'Save the settings' })).toBeEnabled();
});

test('who goes away from settings that are not saved is asked', async ({ page }) => {
  await open(page);
  await field(page, 'Name').click();
  await page.keyboard.type('Tide');
  const asked = new Promise<string>((resolve) => {
    page.once('dialog', async (dialog) => {
      await dialog.dismiss();
      resolve(dialog.type());
    });
  });
  await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Tags' }).click({ noWaitAfter: true });
  expect(await asked).toBe('beforeunload');
  await expect(field(page, 'Name')).toHaveValue(/Tide/);
  // Nothing is asked of who has taken it back.
  await field(page, 'Name').fill('Logbook');
  await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Tags' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tags');
});

test('what was given at the start can only be read', async ({ page }) => {
  await open(page);
  await expect(field(page, 'Address')).toHaveAttribute('readonly', '');
  await expect(page.locator('#field-base_url-note')).toContainText('when the server was started');
});

test('what does not fit is told at its field, and stays there', async ({ page, messages }) => {
  messages.allow(/HTTP 422|status of 422/);
  await open(page);
  const fifty = 'Posts = /posts\n'.repeat(50);
  await field(page, 'Navigation').fill(fifty);
  await field(page, 'Time zone').fill('Mars/Olympus');
  await field(page, 'Tagline').fill('word '.repeat(2000));
  await save(page);
  await expect(page.locator('#field-navigation-note')).toContainText('There are 50 entries here, and room for at most 12');
  await expect(page.locator('#field-time_zone-note')).toContainText('no such time zone');
  await expect(page.locator('#field-tagline-note')).toContainText('at most 120 letters');
  await expect(field(page, 'Tagline')).toBeFocused();
  await expect(field(page, 'Navigation')).toHaveValue(fifty);
});

test('a change is seen by readers as soon as it is saved', async ({ page, browser }) => {
  await open(page);
  const readers = await browser.newPage();
  await field(page, 'Other places').fill('  Elsewhere   =   https://social.test/@ada  ');
  await field(page, 'Eyebrow').press('Enter');
  await expect(said(page)).toHaveText('The settings are saved; readers see them now.');
  await expect(field(page, 'Other places')).toHaveValue('Elsewhere = https://social.test/@ada');
  await readers.goto('/privacy');
  await expect(readers.getByRole('link', { name: 'Elsewhere' })).toHaveAttribute('rel', 'me external');
  await save(page);
  await expect(said(page)).toHaveText('Nothing is other than it was.');
  await field(page, 'Other places').fill('');
  await save(page);
  await expect(said(page)).toHaveText('The settings are saved; readers see them now.');
  await readers.reload();
  await expect(readers.getByRole('link', { name: 'Elsewhere' })).toHaveCount(0);
  await readers.close();
});

test('of two who change the same the second is told and can go on, and different changes go together', async ({ page, messages }) => {
  messages.allow(/HTTP 409|status of 409/);
  await open(page);
  const other = await page.context().newPage();
  await other.goto('/admin/settings');
  await expect(field(other, 'Name')).toHaveValue('Logbook');
  await field(other, 'Other places').fill('Theirs = https://social.test/@theirs');
  await save(other);
  await expect(said(other)).toHaveText('The settings are saved; readers see them now.');
  await field(page, 'Other places').fill('Mine = https://social.test/@mine');
  await save(page);
  await expect(page.locator('#field-social-note')).toContainText('it is now “Theirs = https://social.test/@theirs”');
  await expect(field(page, 'Other places')).toHaveValue('Mine = https://social.test/@mine');
  await expect(field(page, 'Other places')).toBeFocused();
  await save(page);
  await expect(said(page)).toHaveText('The settings are saved; readers see them now.');
  await field(page, 'Other places').fill('');
  await save(page);
  await expect(said(page)).toHaveText('The settings are saved; readers see them now.');
  await other.close();
});

test('the preview has the year, and the colour that comes with it where none is entered', async ({ page }) => {
  await open(page);
  const preview = page.locator('.settings-preview');
  await expect(preview.locator('.colophon')).toContainText(/© \d{4} /);
  await field(page, 'Accent colour').fill('');
  await expect(preview.locator('> div')).toHaveAttribute('style', /--accent: light-dark\(oklch\(/);
});

test('the page of settings can be used by everybody', async ({ page }) => {
  await open(page);
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over).toBeLessThanOrEqual(0);
});
