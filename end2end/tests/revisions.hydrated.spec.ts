// What is said about a post, and what it was before.
import { violations } from '../fixtures/axe.ts';
import { begin, saved, text, title } from '../fixtures/editor.ts';
import { join } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';

test('two revisions are compared word by word, and an older one is restored as a new one', async ({ page }) => {
  await join(page, 'Ada Past', 'author');
  await begin(page);
  await title(page).fill('Before');
  const lines = Array.from({ length: 20 }, (_, line) => `Line ${line} of the text.`).join('\n\n');
  await text(page).fill(`The cache keeps most.\n\n${lines}`);
  await text(page).press('Control+s');
  await saved(page);
  await title(page).fill('After');
  await text(page).fill(`The cache holds most.\n\n${lines}`);
  await text(page).press('Control+s');
  await saved(page);

  await page.getByRole('link', { name: 'Revisions' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Revisions' })).toBeVisible();
  await expect(page.getByText('one a minute stays')).toBeVisible();
  const rows = page.getByRole('row').filter({ hasText: 'Saved by hand' });
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('newest');
  await expect(rows.first()).toContainText('Ada Past');
  const difference = page.getByRole('region', { name: /^From \d+ to \d+/ });
  await expect(difference.locator('.is-changed del')).toContainText('keeps');
  await expect(difference.locator('.is-changed ins')).toContainText('holds');
  await expect(difference.locator('dd del')).toContainText('Before');
  await expect(difference.locator('dd ins')).toContainText('After');
  await expect(difference.getByText(/lines that are the same/)).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: /^Restore \d+ …/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Restore revision/ });
  await expect(dialog).toContainText('nothing is lost');
  await dialog.getByRole('button', { name: 'Restore it' }).click();
  await expect(page.locator('.desk-said')).toContainText('is the newest again');
  await expect(text(page)).toHaveValue(/^The cache keeps most\./);
  await expect(title(page)).toHaveValue('Before');
  await page.getByRole('link', { name: 'Revisions' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Restored' })).toContainText('newest');
  await expect(rows).toHaveCount(2);
});

test('tags are found and made, authors are chosen, a series is begun', async ({ page }) => {
  await join(page, 'Ada Sheet', 'author');
  await begin(page);
  await page.getByText('About this post').click();
  const tags = page.getByRole('combobox', { name: 'Tags' });
  await tags.fill('back');
  const offered = page.getByRole('listbox', { name: 'What is offered' }).getByRole('option');
  await expect(offered.filter({ hasText: 'Backend' })).toBeVisible();
  await tags.press('ArrowDown');
  await expect(tags).toHaveAttribute('aria-activedescendant', /option-0/);
  await tags.press('Enter');
  await tags.pressSequentially('Quite new,');
  await tags.pressSequentially('Third');
  await tags.press('Enter');
  const chips = page.getByRole('list', { name: 'Tags' }).getByRole('listitem');
  await expect(chips).toHaveText([/Backend/, /Quite new/, /Third/]);
  await tags.press('Backspace');
  await expect(chips).toHaveCount(2);
  await page.getByRole('button', { name: 'Take out Quite new' }).click();
  await expect(chips).toHaveText([/Backend/]);

  await expect(page.getByRole('list', { name: 'Authors' }).getByRole('listitem')).toHaveText([/Ada Sheet/]);
  const series = page.getByRole('combobox', { name: 'Series' });
  await series.fill('A new series of mine');
  await series.press('Enter');
  await page.getByLabel('Place in the series').fill('3');
  await page.getByLabel('Look at it again after').fill('2031-05-06');
  await page.getByLabel('Summary', { exact: true }).fill('What it argues.');
  await expect(page.getByText('15 of about 160 characters')).toBeVisible();
  await title(page).fill('Über Caches');
  await expect(page.locator('.card-search')).toContainText('/posts/uber-caches');
  await expect(page.locator('.card-share')).toContainText('What it argues.');
  await saved(page);
  await page.reload();
  await page.getByText('About this post').click();
  await expect(chips).toHaveText([/Backend/]);
  await expect(series).toHaveValue('A new series of mine');
  await expect(page.getByLabel('Place in the series')).toHaveValue('3');
  await expect(page.getByLabel('Look at it again after')).toHaveValue('2031-05-06');
});

test('another address of a published post is warned of, and the old one leads there; it may have appeared long ago', async ({ page }) => {
  await join(page, 'Ada Moved', 'author');
  const address = await begin(page);
  const stamp = Date.now();
  await title(page).fill(`Moved ${stamp}`);
  await text(page).fill('Words.');
  await page.getByText('About this post').click();
  const date = page.getByLabel('Published on', { exact: true });
  await date.fill('2099-05-17T09:30');
  await expect(page.getByText('This lies in the future.')).toBeVisible();
  await date.fill('2019-05-17T09:30');
  await expect(page.getByText('This lies in the future.')).toHaveCount(0);
  // Half a date is none, and takes nothing away.
  await date.press('Backspace');
  await page.getByLabel('Address', { exact: true }).focus();
  await expect(date).toHaveValue('2019-05-17T09:30');
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  // The title may change; the address that readers know does not follow it.
  await page.goto(address);
  await page.getByText('About this post').click();
  await page.getByLabel('Address', { exact: true }).fill(`elsewhere-${stamp}`);
  await expect(page.getByText(`Readers know it as /posts/moved-${stamp}`)).toBeVisible();
  await expect(date).toHaveValue('2019-05-17T09:30');
  await expect(page.locator('.editor-state')).toContainText('changes are seen once you publish');
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish the changes now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await page.goto(`/posts/moved-${stamp}`);
  await expect(page).toHaveURL(new RegExp(`/posts/elsewhere-${stamp}$`));
  await expect(page.locator('.post-head .facts')).toContainText('17 May 2019');
});

test.describe('in another time zone', () => {
  test.use({ timezoneId: 'Europe/Berlin' });

  test('a time is said in both zones; one that has passed or does not exist is refused in place', async ({ page, messages }) => {
    messages.allow(/HTTP 422|status of 422/);
    await join(page, 'Ada Later', 'author');
    await begin(page);
    await title(page).fill('Later');
    await text(page).fill('Words.');
    await page.getByText('About this post').click();
    await page.getByRole('checkbox', { name: /Unlisted/ }).check();
    await saved(page);
    await page.getByRole('button', { name: 'Publish …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Publish' });
    const time = dialog.getByLabel('Or at a time');
    const schedule = dialog.getByRole('button', { name: 'Schedule', exact: true });
    await time.fill('2020-01-01T09:00');
    await expect(dialog.getByText('This time has passed.')).toBeVisible();
    await expect(schedule).toBeDisabled();
    await time.fill('2031-03-30T02:30');
    await expect(dialog.getByText('There is no 02:30 on this day in Europe/Berlin')).toBeVisible();
    await time.fill('2031-06-01T09:00');
    await expect(dialog.getByText('Sunday, 1 June 2031, 09:00 (Europe/Berlin)')).toBeVisible();
    await expect(dialog.getByText('Sunday, 1 June 2031, 07:00 (UTC)')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await schedule.click();
    await expect(page.locator('.editor-state')).toHaveText('Scheduled for 2031-06-01 09:00 (Europe/Berlin)');
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByRole('button', { name: 'Do not publish it after all' }).click();
    await expect(page.locator('.editor-state')).toHaveText('Draft');
  });
});
