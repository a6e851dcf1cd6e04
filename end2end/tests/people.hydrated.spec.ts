// Who writes here, as an owner sees to it. The server is this file's own: nobody else is on it.
import { OwnServer } from '../fixtures/own-server.ts';
import { expect, test } from '../fixtures/test.ts';

test('what is chosen in one row outlives what is done in another, and posts go to whom one sees', async ({ page, messages }) => {
  const server = await OwnServer.open();
  try {
    messages.allow(new RegExp(`third-party request: ${server.origin}`));
    server.importPost('---\ntitle: Old\ndate: 2020-01-02\nauthors: [Old Hand]\n---\nText.\n');
    for (const name of ['Aaron', 'Bob']) {
      await server.join(page, name);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(/\/$|sign-in/);
    }
    await server.join(page, 'Olga', 'owner');
    await page.goto(`${server.origin}/admin/people`);
    const person = (name: string) => page.getByRole('row').filter({ hasText: name });
    const role = page.getByLabel('Role of Bob');
    const who = page.getByLabel('Who is Old Hand').locator('option:checked');
    await expect(who).toHaveText('Aaron');
    await role.selectOption('editor');

    await person('Aaron').locator('summary').click();
    await person('Aaron').getByRole('button', { name: 'Close the account' }).click();
    await expect(person('Aaron').getByRole('button', { name: 'Open the account again' })).toBeVisible();
    await expect(person('Aaron')).toContainText('closed');
    await expect(role).toHaveValue('editor');
    await expect(who).toHaveText('Bob');

    await page.getByRole('button', { name: 'Old Hand is this person' }).click();
    await expect(page.locator('.desk-said')).toContainText('The posts belong to the account now.');
    await expect(person('Bob').getByRole('link')).toHaveAttribute('href', '/authors/old-hand');
    await expect(person('Aaron').getByRole('link')).toHaveAttribute('href', '/authors/aaron');
    await expect(role).toHaveValue('editor');
  } finally {
    await server.close(page);
  }
});
