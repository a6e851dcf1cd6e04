// The ways in are plain forms: the same with scripts and without.
import { expect, test } from '../fixtures/test.ts';
import { invite, PASSWORD, settled } from '../fixtures/staff.ts';

test('who is invited joins, signs out and signs in again', async ({ page, messages }) => {
  messages.allow(/status of 422/);
  const email = `door.${Math.random().toString(36).slice(2, 8)}@e2e.test`;
  const link = invite(email, 'author');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join');
  await settled(page);
  await page.getByLabel('Your name').fill('Nora "Bobby" <b>');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText('Use at least 10 characters')).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveValue('Nora "Bobby" <b>');
  await settled(page);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page).toHaveURL(/\/admin\/posts$/);
  // With scripts the desk asks for its list: it is there before the cookie goes.
  await expect(page.getByText(/^\d+ posts?$|There is no such post|The desk needs scripts/).first()).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/admin/account');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await settled(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('not this one at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('do not belong together')).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  await settled(page);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/admin\/account$/);
});

test('a link opens its door once', async ({ page, messages }) => {
  messages.allow(/status of 404/);
  const link = invite(`once.${Math.random().toString(36).slice(2, 8)}@e2e.test`, 'author');
  await page.goto(link);
  await settled(page);
  await page.getByLabel('Your name').fill('Once');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page).toHaveURL(/\/admin\/posts$/);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link opens nothing');
});

test('the desk says what it needs', async ({ page, scripts }) => {
  test.skip(scripts, 'with scripts it has them');
  const link = invite(`bare.${Math.random().toString(36).slice(2, 8)}@e2e.test`, 'author');
  await page.goto(link);
  await settled(page);
  await page.getByLabel('Your name').fill('Bare');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText('The desk needs scripts')).toBeVisible();
});
