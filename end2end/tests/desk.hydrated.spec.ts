// Writing, and what may go wrong while somebody does: nothing typed is lost.
import type { Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { crash, kept } from '../fixtures/crash.ts';
import { expect, test } from '../fixtures/test.ts';
import { join, PASSWORD } from '../fixtures/staff.ts';

const text = (page: Page) => page.getByLabel('Text, in Markdown');
const status = (page: Page) => page.locator('.editor-status > [role="status"]').first();
const saved = (page: Page) => expect(status(page)).toHaveText('Saved', { timeout: 15_000 });

/** A new post, open in the editor. */
async function begin(page: Page) {
  await page.getByRole('button', { name: 'New post' }).click();
  await expect(text(page)).toBeVisible();
  return page.url();
}

test('what is written is saved, previewed, published and seen', async ({ page }) => {
  await join(page, 'Ada Writer', 'author');
  const address = await begin(page);
  const stamp = Date.now();
  const title = `On barriers ${stamp}`;
  await page.getByLabel('Title', { exact: true }).fill(title);
  await text(page).pressSequentially('A barrier *holds*.\n\n## Why\n\n- one\nitem two', { delay: 5 });
  // A list goes on by itself.
  await expect(text(page)).toHaveValue(/- one\n- item two$/);
  await saved(page);
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.locator('em')).toHaveText('holds');
  await expect(preview.locator('li')).toHaveCount(2);
  const looks = (heading: Element) => [getComputedStyle(heading).fontSize, getComputedStyle(heading).marginTop];
  const previewed = await preview.getByRole('heading', { name: 'Why' }).evaluate(looks);

  await page.reload();
  await expect(text(page)).toHaveValue(/^A barrier \*holds\*/);
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue(title);

  // In no list, so that it stands in no other test's way.
  await page.getByText('About this post').click();
  await page.getByRole('checkbox', { name: /Unlisted/ }).check();
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toContainText('Published');
  await page.goto('/posts');
  await expect(page.getByRole('link', { name: title, exact: true })).toHaveCount(0);
  await page.goto(`/posts/on-barriers-${stamp}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page.getByRole('main').locator('em').first()).toHaveText('holds');
  expect(await page.getByRole('main').getByRole('heading', { name: 'Why' }).evaluate(looks)).toEqual(previewed);

  // What is changed afterwards is nobody else's business until it is published.
  await page.goto(address);
  await text(page).press('Control+End');
  await text(page).pressSequentially(' and more');
  await saved(page);
  await page.goto('/admin/posts');
  await expect(page.getByRole('row', { name: new RegExp(title) })).toContainText('changes that readers do not see');
});

test('a post is thrown away from where it is written, and comes back with its last sentence', async ({ page, messages }) => {
  messages.allow(/HTTP 409|status of 409/);
  await join(page, 'Ada Thrower', 'author');
  await begin(page);
  await page.getByLabel('Title', { exact: true }).fill(`Thrown ${Date.now()}`);
  await page.getByText('About this post').click();
  const throws = page.getByRole('button', { name: 'Move to the trash' });
  await expect(throws).toBeEnabled();
  await text(page).fill('The last sentence.');
  await throws.click();
  const notice = page.getByText('In the trash. It is deleted for good 30 days after it got there.');
  const back = page.getByRole('button', { name: 'Take it back' });
  await expect(notice).toBeVisible();
  await expect(back).toBeFocused();
  await expect(back).toBeInViewport();
  await expect(throws).toBeDisabled();
  await saved(page);
  expect(await violations(page)).toEqual([]);

  // Opened anew it says so as well; what is typed stays here and is saved once the post is back.
  await page.reload();
  await expect(notice).toBeVisible();
  await text(page).press('Control+End');
  await text(page).pressSequentially(' And one more.');
  await expect(status(page)).toContainText('This post is in the trash.', { timeout: 15_000 });
  await back.click();
  await expect(notice).toHaveCount(0);
  await expect(text(page)).toBeFocused();
  await saved(page);
  await expect(page.locator('.editor-state')).toHaveText('Draft');
  await page.reload();
  await expect(text(page)).toHaveValue('The last sentence. And one more.');
});

test('a button can be undone with the keys of the browser', async ({ page }) => {
  await join(page, 'Ada Undo', 'author');
  await begin(page);
  await text(page).fill('some words');
  await text(page).press('Control+a');
  await page.getByRole('button', { name: /^Bold/ }).click();
  await expect(text(page)).toHaveValue('**some words**');
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue('some words');
  await saved(page);
});

test('without a network the device keeps what is typed, and it is sent when the network is back', async ({ page, context, messages }) => {
  messages.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  await join(page, 'Ada Offline', 'author');
  await begin(page);
  await text(page).pressSequentially('Before. ');
  await saved(page);
  await context.setOffline(true);
  await text(page).pressSequentially('In the tunnel. ');
  await expect(status(page)).toHaveText('Saved on this device only (offline)');
  await context.setOffline(false);
  await saved(page);
  await page.reload();
  await expect(text(page)).toHaveValue('Before. In the tunnel. ');
});

test('the browser is asked to leave alone what the device keeps, once there is something', async ({ page }) => {
  await page.addInitScript(() => {
    StorageManager.prototype.persist = () => {
      sessionStorage.setItem('asked', `${Number(sessionStorage.getItem('asked')) + 1}`);
      return Promise.resolve(false);
    };
  });
  const asked = () => page.evaluate(() => Number(sessionStorage.getItem('asked')));
  await join(page, 'Ada Lasting', 'author');
  await begin(page);
  expect(await asked(), 'an empty place is worth no question').toBe(0);
  await text(page).pressSequentially('Kept. ');
  await expect.poll(asked).toBe(1);
  await saved(page);
  await text(page).pressSequentially('Kept as well.');
  await saved(page);
  expect(await asked(), 'once a visit').toBe(1);
});

test('words that do not arrive are not left in silence, and nothing is asked when all is saved', async ({ page, context, messages }) => {
  messages.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|503/);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await join(page, 'Ada Leaves', 'author');
  await begin(page);
  await page.getByLabel('Title', { exact: true }).fill('Left');
  await text(page).pressSequentially('Saved.');
  await saved(page);
  const revisions = page.getByRole('heading', { level: 1, name: 'Revisions' });
  await page.getByRole('link', { name: 'Revisions' }).click();
  await expect(revisions).toBeVisible();
  // What was written in the last moment is sent while one goes.
  await page.getByRole('link', { name: 'Back to writing' }).click();
  await text(page).press('Control+End');
  await text(page).pressSequentially(' Sent.');
  await page.getByRole('link', { name: 'Revisions' }).click();
  await expect(revisions).toBeVisible();
  await page.getByRole('link', { name: 'Back to writing' }).click();
  await expect(text(page)).toHaveValue('Saved. Sent.');
  expect(asked).toEqual([]);

  // Nobody can be asked on the way back: it is said where one is then.
  await page.route('**/api/desk/save', (route) => route.fulfill({ status: 503, body: '' }));
  await text(page).press('Control+End');
  await text(page).pressSequentially(' Kept.');
  await page.goBack();
  await expect(revisions).toBeVisible();
  await expect(page.getByRole('main').getByRole('status').first()).toContainText('“Left” could not be saved. It is kept on this device');
  expect(asked).toEqual([]);
  await page.unroute('**/api/desk/save');
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByRole('button', { name: 'Put it in' }).click();
  await expect(text(page)).toHaveValue('Saved. Sent. Kept.');
  await saved(page);

  // A link asks first.
  await context.setOffline(true);
  await text(page).press('Control+End');
  await text(page).pressSequentially(' Offline.');
  // Until the last letter is read, a slow machine says so of those before it.
  await page.waitForTimeout(700);
  await expect(status(page)).toHaveText('Saved on this device only (offline)');
  await page.getByRole('link', { name: 'All posts' }).click();
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(text(page)).toHaveValue('Saved. Sent. Kept. Offline.');
  await context.setOffline(false);
  await saved(page);
  await page.getByRole('link', { name: 'All posts' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Posts' })).toBeVisible();
  expect(asked).toEqual(['beforeunload']);
});

test('words that only this window has are held wherever one goes, and tried again until they are saved', async ({ page, messages }) => {
  test.slow();
  messages.allow(/503/);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  // As in a private window of some browsers.
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Nothing is kept here.', 'InvalidStateError');
    };
  });
  await join(page, 'Ada Private', 'author');
  const address = await begin(page);
  await page.getByLabel('Title', { exact: true }).fill('Held');
  await text(page).pressSequentially('Saved.');
  await saved(page);
  await page.getByRole('link', { name: 'Revisions' }).click();
  await page.getByRole('link', { name: 'Back to writing' }).click();
  await expect(text(page)).toHaveValue('Saved.');
  let tried = 0;
  let answer = Promise.resolve();
  await page.route('**/api/desk/save', async (route) => {
    tried += 1;
    await answer;
    await route.fulfill({ status: 503, body: '' });
  });
  await text(page).press('Control+End');
  await text(page).pressSequentially(' Held.');
  await page.goBack();
  const held = page.locator('.desk-held');
  const lost = 'What you wrote last in “Held” could not be saved, and this device cannot keep it.';
  await expect(held).toContainText(lost);
  await expect(held).toHaveRole('alert');

  // Neither another part nor what is done there takes it away, and going there asks nothing.
  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Save the profile' }).click();
  await expect(page.locator('.desk-said')).toContainText('The profile is saved');
  await expect(held).toContainText(lost);
  expect(asked).toEqual([]);
  // Leaving the desk does.
  await page.getByRole('link', { name: 'View site' }).click();
  await expect.poll(() => asked).toEqual(['beforeunload']);

  // It is tried again by itself, and by whoever asks for it; what came of that is said.
  const before = tried;
  await expect.poll(() => tried, { timeout: 30_000 }).toBeGreaterThan(before);
  let refuse = () => {};
  answer = new Promise((resolve) => {
    refuse = resolve;
  });
  await held.getByRole('button', { name: 'Try again' }).click();
  await expect(held).toContainText('Trying to save what you wrote last in “Held”');
  refuse();
  await expect(held).toContainText(lost);
  await page.unroute('**/api/desk/save');
  await held.getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.desk-said')).toHaveText('What you wrote in “Held” is saved.', { timeout: 30_000 });
  await expect(held).toHaveCount(0);
  await page.goto(address);
  await expect(text(page)).toHaveValue('Saved. Held.');
  expect(asked).toEqual(['beforeunload']);
});

test('a post that was left with all of it saved leaves nothing open', async ({ page }) => {
  await join(page, 'Ada Tidy', 'author');
  for (let posts = 0; posts < 2; posts += 1) {
    await begin(page);
    await text(page).pressSequentially('Saved.');
    await saved(page);
    await page.getByRole('link', { name: 'All posts' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Posts' })).toBeVisible();
  }
  // Whatever still held the store of this device would keep it from being deleted.
  const deleted = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = indexedDB.deleteDatabase('logbook');
        request.onsuccess = () => resolve('deleted');
        request.onblocked = () => resolve('still open');
      }),
  );
  expect(deleted).toBe('deleted');
});

test('what a tab left behind is offered, and never chosen silently', async ({ page, context, messages }) => {
  messages.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/);
  await join(page, 'Ada Crash', 'author');
  const address = await begin(page);
  await text(page).pressSequentially('First. ');
  await saved(page);
  await context.setOffline(true);
  await text(page).pressSequentially('Never sent. ');
  await expect(status(page)).toHaveText('Saved on this device only (offline)');
  await kept(page, 'Never sent. ');
  // One that is closed sends what it can while it dies, and with it goes that it is offline.
  await crash(page);
  const again = await context.newPage();
  await context.setOffline(false);

  await again.goto(address);
  await expect(text(again)).toHaveValue('First. ');
  await expect(again.getByRole('heading', { name: 'Left on this device' })).toBeVisible();
  await again.getByRole('button', { name: 'Put it in' }).click();
  await expect(text(again)).toHaveValue('First. Never sent. ');
  await saved(again);
  await again.reload();
  await expect(text(again)).toHaveValue('First. Never sent. ');
  await expect(again.getByRole('heading', { name: 'Left on this device' })).toHaveCount(0);
});

test('two windows: what can be merged is, what cannot is chosen by the author', async ({ page, context }) => {
  test.slow();
  await join(page, 'Ada Twice', 'author');
  const address = await begin(page);
  await text(page).fill('One\n\nTwo\n\nThree');
  await saved(page);
  const other = await context.newPage();
  await other.goto(address);
  await expect(text(other)).toHaveValue('One\n\nTwo\n\nThree');

  // At different places.
  await text(page).fill('One, mine\n\nTwo\n\nThree');
  await saved(page);
  await text(other).fill('One\n\nTwo\n\nThree, theirs');
  await saved(other);
  await expect(text(other)).toHaveValue('One, mine\n\nTwo\n\nThree, theirs');

  // At the same place.
  await text(page).fill('One, mine\n\nTwo here\n\nThree');
  await expect(text(page)).toHaveValue('One, mine\n\nTwo here\n\nThree, theirs', { timeout: 15_000 });
  await saved(page);
  await text(other).fill('One, mine\n\nTwo there\n\nThree, theirs');
  await expect(status(other)).toHaveText('Conflict');
  await expect(other.getByRole('heading', { name: 'Two versions' })).toBeVisible();
  await other.getByLabel('Both').check();
  await other.getByRole('button', { name: 'Go on with this' }).click();
  await saved(other);
  const merged = await text(other).inputValue();
  expect(merged).toContain('Two here');
  expect(merged).toContain('Two there');
});

test('when the session is over the text stays, and is saved after signing in', async ({ page, context, messages }) => {
  messages.allow(/HTTP 401|status of 401/);
  const email = await join(page, 'Ada Session', 'author');
  await begin(page);
  await text(page).pressSequentially('Before. ');
  await saved(page);
  await context.clearCookies();
  await text(page).pressSequentially('After. ');
  await expect(status(page)).toHaveText('Session expired – sign in, nothing is lost');
  const again = page.locator('.editor-sign-in');
  await again.getByLabel('E-mail address').fill(email);
  await again.getByLabel('Password').fill(PASSWORD);
  await again.getByRole('button', { name: 'Sign in' }).click();
  await saved(page);
  await page.reload();
  await expect(text(page)).toHaveValue('Before. After. ');
});

test('an owner invites, and sees in the log that it was done', async ({ page, browser }) => {
  await join(page, 'Olga Owner', 'owner');
  await page.getByRole('link', { name: 'People' }).click();
  const email = `guest.${Math.random().toString(36).slice(2, 8)}@e2e.test`;
  await page.getByLabel('Their e-mail address').fill(email);
  await page.getByLabel('What they will be').selectOption('editor');
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  const guest = await browser.newPage();
  await guest.goto(link);
  await guest.getByLabel('Your name').fill('Gus Guest');
  await guest.getByLabel('Password').fill(PASSWORD);
  await guest.getByRole('button', { name: 'Join' }).click();
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText('Posts');
  await expect(guest.getByRole('link', { name: 'People' })).toHaveCount(0);
  await guest.close();
  await page.getByRole('link', { name: 'Log' }).click();
  await expect(page.getByRole('cell', { name: email }).first()).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing at the desk: ${colorScheme}, ${width} px`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await page.goto('/admin/sign-in');
      expect(await violations(page), 'sign-in').toEqual([]);
      await join(page, 'Axe Owner', 'owner');
      await expect(page.getByRole('table')).toBeVisible();
      expect(await violations(page), 'posts').toEqual([]);
      for (const [name, heading] of [['People', 'Who writes here'], ['Log', 'Log'], ['Account', 'Profile']]) {
        await page.getByRole('link', { name, exact: true }).click();
        await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
        expect(await violations(page), name).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${name} is no wider than the window`).toBeLessThanOrEqual(0);
      }
      await page.getByRole('link', { name: 'Posts', exact: true }).click();
      await begin(page);
      await text(page).fill('## One\n\ntext');
      await saved(page);
      await page.getByText('About this post').click();
      await page.getByText('Outline').click();
      expect(await violations(page), 'editor').toEqual([]);
      await page.getByRole('button', { name: 'Publish …' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await violations(page), 'publish').toEqual([]);
    });
  }
}
