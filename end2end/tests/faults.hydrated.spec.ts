// Everything that goes wrong while somebody writes, once each in earnest. The server is this file's own.
import type { Page } from '@playwright/test';
import { crash, drafts, kept } from '../fixtures/crash.ts';
import { begin, how, saved, text, title } from '../fixtures/editor.ts';
import { OwnServer } from '../fixtures/own-server.ts';
import { PASSWORD } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';

test.describe.configure({ mode: 'default', timeout: 120_000 });

let server: OwnServer;
test.beforeAll(async () => {
  server = await OwnServer.open();
});
test.afterAll(() => server.close());
test.beforeEach(({ messages }) => messages.allow(new RegExp(`third-party request: ${server.origin}`)));

const UNREACHABLE = /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_SOCKET_NOT_CONNECTED/;
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/;

const times = (whole: string, part: string) => whole.split(part).length - 1;

test('a server that is killed in mid-sentence gets the whole sentence, once', async ({ page, messages }) => {
  messages.allow(UNREACHABLE);
  await server.join(page, 'Ada Killed');
  const address = await begin(page);
  await text(page).pressSequentially('Before. ');
  await saved(page);
  const typing = text(page).pressSequentially('The sentence goes on while the server is not there. ', { delay: 60 });
  await page.waitForTimeout(1_200);
  await server.kill();
  await typing;
  await expect(how(page)).toHaveText(/^Could not save: the server could not be reached, retrying in \d+ s$/, { timeout: 15_000 });
  // Who does not see it is told once, without the seconds.
  await expect(page.locator('.editor-status > [role="status"]').first()).toHaveText(
    'Could not save: the server could not be reached, trying again',
  );
  await text(page).pressSequentially('And on.');
  await server.start();
  await saved(page);
  await page.goto(address);
  await expect(text(page)).toHaveValue('Before. The sentence goes on while the server is not there. And on.');
  await page.getByRole('link', { name: 'Revisions' }).click();
  await expect(page.getByRole('heading', { name: 'Revisions' })).toBeVisible();
  const shown = await page.locator('.comparison').first().innerText();
  expect(times(shown, 'And on.')).toBe(1);
});

test('a session that another window ends leaves the text, and goes on after signing in', async ({ page, browser, messages }) => {
  messages.allow(/HTTP 4(01|22)|status of 4(01|22)/);
  const email = await server.join(page, 'Ada Ended');
  const address = await begin(page);
  await text(page).pressSequentially('Before. ');
  await saved(page);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await server.enter(other, email);
  await other.getByRole('link', { name: 'Account' }).click();
  await other.getByRole('button', { name: 'End all others' }).click();
  await expect(other.getByRole('button', { name: 'End all others' })).toHaveCount(0);
  await elsewhere.close();
  const apart = await browser.newContext();
  const bea = await apart.newPage();
  const stranger = await server.join(bea, 'Bea Stranger');
  await bea.goto(`${address}/revisions`);
  await expect(bea.locator('.failure')).toBeVisible();
  await expect(bea.getByRole('heading', { name: /Revisions|From/ })).toHaveCount(0);
  await apart.close();

  await text(page).pressSequentially('After. ');
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' });
  await expect(dialog).toBeVisible();
  await expect(how(page)).toHaveText('Session expired – sign in, nothing is lost');
  await expect(text(page)).toHaveValue('Before. After. ');
  // It can be put aside, and what is typed next is text.
  await dialog.getByRole('button', { name: 'Later' }).click();
  await page.keyboard.type('Later. ');
  await expect(text(page)).toHaveValue('Before. After. Later. ');
  await expect(dialog).toBeHidden();
  await page.locator('.editor-status').getByRole('button', { name: 'Sign in' }).click();
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Password').fill('not this one');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByRole('alert')).not.toBeEmpty();
  // Nothing is sent in the name of somebody else.
  await dialog.getByLabel('E-mail address').fill(stranger);
  await dialog.getByLabel('Password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByRole('alert')).toContainText('You are signed in as Bea Stranger now');
  await expect(how(page)).toHaveText('Session expired – sign in, nothing is lost');
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByLabel('Password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  // The button that opened it is gone, and the text has the keyboard again.
  await page.keyboard.type('And on. ');
  await expect(text(page)).toHaveValue('Before. After. Later. And on. ');
  await saved(page);
  await page.goto(address);
  await expect(text(page)).toHaveValue('Before. After. Later. And on. ');
});

test('what a crashed tab left is offered with what is different, and what it was asked for is asked again', async ({
  page,
  context,
  messages,
}) => {
  messages.allow(OFFLINE);
  await server.join(page, 'Ada Crash');
  const address = await begin(page);
  await title(page).fill('A crash');
  await text(page).pressSequentially('The first words.');
  await saved(page);
  await context.setOffline(true);
  await text(page).press('Control+a');
  await text(page).press('ArrowRight');
  await text(page).pressSequentially(' And the last ones.');
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(how(page)).toHaveText('Saved on this device only (offline)');
  await page.waitForTimeout(400);
  await crash(page);
  await context.setOffline(false);

  const again = await context.newPage();
  await again.goto(address);
  const offers = again.getByRole('region', { name: 'Left on this device' });
  await expect(offers).toContainText('you will be asked whether that still stands');
  await expect(offers.locator('ins')).toContainText('And the last ones.');
  await expect(text(again)).toHaveValue('The first words.');
  await expect(again.locator('.editor-state')).toHaveText('Draft');
  await offers.getByRole('button', { name: 'Put it in' }).click();
  await expect(text(again)).toHaveValue('The first words. And the last ones.');
  await again.getByRole('dialog', { name: 'Go on?' }).getByRole('button', { name: 'Yes, with this text' }).click();
  await expect(again.locator('.editor-state')).toHaveText('Published');
  await saved(again);
});

test('an order alone that a crashed tab left is done only when it is asked for again', async ({ page, context, messages }) => {
  messages.allow(OFFLINE);
  await server.join(page, 'Ada Order');
  const address = await begin(page);
  await title(page).fill('An order');
  await text(page).fill('Words.');
  await saved(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(how(page)).toHaveText('Saved on this device only (offline)');
  await crash(page);
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(address);
  const offers = again.getByRole('region', { name: 'Left on this device' });
  await expect(offers).toContainText('you asked to publish this');
  await again.waitForTimeout(3_000);
  await expect(again.locator('.editor-state')).toHaveText('Draft');
  await offers.getByRole('button', { name: 'Publish it now' }).click();
  await expect(again.locator('.editor-state')).toHaveText('Published');
  await again.reload();
  await expect(text(again)).toHaveValue('Words.');
  await expect(again.getByRole('region', { name: 'Left on this device' })).toHaveCount(0);
});

test('what a crashed tab left of a post that is gone for good can be read, and thrown away', async ({
  page,
  context,
  browser,
  messages,
}) => {
  messages.allow(OFFLINE);
  messages.allow(/HTTP 404|status of 404/);
  await server.join(page, 'Ada Gone');
  const address = await begin(page);
  await title(page).fill('A lost post');
  await text(page).fill('Saved.');
  await saved(page);
  await context.setOffline(true);
  await text(page).press('Control+End');
  await text(page).pressSequentially(' Never sent </textarea><b>.');
  await expect(how(page)).toHaveText('Saved on this device only (offline)');
  await kept(page, 'Never sent </textarea><b>.');
  await crash(page);
  await context.setOffline(false);

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await server.join(other, 'Eve Gone', 'editor');
  const post = new URL(address).pathname.split('/').pop() ?? '';
  const told = await other.evaluate(async (post) => {
    const tell = async (what: string) =>
      (await fetch(`/api/desk/${what}`, { method: 'POST', body: new URLSearchParams({ post }) })).status;
    return [await tell('trash'), await tell('delete')];
  }, post);
  expect(told).toEqual([200, 200]);
  await elsewhere.close();

  // Whoever else signs in on this device is not shown it.
  const cookies = await context.cookies();
  await context.clearCookies();
  const neighbour = await context.newPage();
  await server.join(neighbour, 'Fay Gone');
  await neighbour.goto(`${server.origin}/admin/account`);
  await expect(neighbour.getByRole('heading', { name: 'Profile' })).toBeVisible();
  expect(await drafts(neighbour)).toContain('A lost post');
  await expect(neighbour.getByText('A lost post')).toHaveCount(0);
  await neighbour.close();
  await context.clearCookies();
  await context.addCookies(cookies);

  const again = await context.newPage();
  await again.goto(address);
  await expect(again.getByRole('alert').filter({ hasText: 'There is no page at this address.' })).toBeVisible();
  await again.getByRole('link', { name: 'What this device keeps' }).click();
  const part = again.getByRole('region', { name: 'What this device keeps' });
  await expect(part.getByRole('heading', { name: 'A lost post' })).toBeVisible();
  await part.getByText('The text', { exact: true }).click();
  await expect(part.getByRole('textbox', { name: 'Text of A lost post' })).toHaveValue('Saved. Never sent </textarea><b>.');
  const throwAway = part.getByRole('button', { name: 'Throw it away: A lost post' });
  const dialog = again.getByRole('dialog');
  await throwAway.click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(throwAway).toBeVisible();
  await throwAway.click();
  await dialog.getByRole('button', { name: 'Throw it away' }).click();
  await expect(part).toHaveCount(0);
  expect(await drafts(again)).toBe('');
  await again.reload();
  await expect(again.getByRole('heading', { name: 'Profile' })).toBeVisible();
  await expect(part).toHaveCount(0);
});

test('another device learns of a save by itself, and both meet in a conflict', async ({ page, browser }) => {
  const email = await server.join(page, 'Ada Devices');
  const address = await begin(page);
  await text(page).fill('One\n\nTwo');
  await saved(page);
  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await server.enter(other, email);
  await other.goto(address);
  await expect(text(other)).toHaveValue('One\n\nTwo');

  await text(page).fill('One, changed\n\nTwo');
  await saved(page);
  // It is only looked at, and learns within about twenty seconds.
  await expect(text(other)).toHaveValue('One, changed\n\nTwo', { timeout: 30_000 });
  await expect(other.locator('.editor-news')).toHaveText(/^From Ada Devices.*, saved at \d\d:\d\d: .*It is in the text here now\.$/);

  await text(page).fill('One, changed\n\nTwo here');
  await text(other).fill('One, changed\n\nTwo there');
  const meets = (window: Page) => window.getByRole('heading', { name: 'Two versions' }).isVisible();
  await expect.poll(async () => (await meets(page)) || (await meets(other)), { timeout: 30_000 }).toBe(true);
  const side = (await meets(page)) ? page : other;
  await expect(how(side)).toHaveText('Conflict');
  await side.getByLabel('Both').check();
  await side.getByRole('button', { name: 'Go on with this' }).click();
  await saved(side);
  expect(await text(side).inputValue()).toContain('Two here');
  expect(await text(side).inputValue()).toContain('Two there');
  await elsewhere.close();
});

test('a full disk is said, and saved once there is room', async ({ page, messages }) => {
  messages.allow(/HTTP 500|status of 500/);
  await server.join(page, 'Ada Full');
  const address = await begin(page);
  await text(page).pressSequentially('Before. ');
  await saved(page);
  server.limitFiles(4096);
  await text(page).pressSequentially('While there is no room. ');
  await expect(how(page)).toHaveText(/^Could not save: .+, retrying in \d+ s$/, { timeout: 15_000 });
  await expect(text(page)).toHaveValue('Before. While there is no room. ');
  server.limitFiles();
  await saved(page);
  await page.goto(address);
  await expect(text(page)).toHaveValue('Before. While there is no room. ');
});

test('a disk that is really full is called so, with where the text is, and the text is saved once there is room', async ({
  page,
  messages,
}) => {
  const small = await OwnServer.onSmallDisk();
  test.skip(!small, 'only an administrator may mount a disk');
  if (!small) return;
  messages.allow(new RegExp(`third-party request: ${small.origin}|HTTP 507|status of 507`));
  try {
    await small.join(page, 'Ada Room');
    const address = await begin(page);
    await text(page).pressSequentially('Before. ');
    await saved(page);
    small.fillDisk(true);
    await text(page).pressSequentially('While there is no room. ');
    await expect(how(page)).toHaveText(
      /^Could not save: the server’s disk is full \(tell whoever runs this site\); your text is kept on this device, retrying in \d+ s$/,
      { timeout: 15_000 },
    );
    await expect(text(page)).toHaveValue('Before. While there is no room. ');
    small.fillDisk(false);
    await saved(page);
    await page.goto(address);
    await expect(text(page)).toHaveValue('Before. While there is no room. ');
  } finally {
    await small.close(page);
  }
});

test('a word that an input method composes is not torn, in a list as well', async ({ page, context }) => {
  await server.join(page, 'Ada Input');
  await begin(page);
  await text(page).pressSequentially('- one');
  await text(page).press('Enter');
  const session = await context.newCDPSession(page);
  for (const word of ['に', 'にほ', 'にほん']) {
    await session.send('Input.imeSetComposition', { text: word, selectionStart: word.length, selectionEnd: word.length });
    await page.waitForTimeout(700);
  }
  await expect(text(page)).toHaveValue('- one\n- にほん');
  await session.send('Input.insertText', { text: '日本' });
  await expect(text(page)).toHaveValue('- one\n- 日本');
  await text(page).press('Enter');
  await text(page).pressSequentially('x');
  await expect(text(page)).toHaveValue('- one\n- 日本\n- x');
  await saved(page);
});

test('what looks like the end of a field is text in every field', async ({ page, messages }) => {
  messages.allow(/HTTP 422|status of 422/);
  const evil = '</textarea><script>window.evil = 1</script><img src=x onerror="window.evil = 1">';
  await server.join(page, 'Ada Script');
  const address = await begin(page);
  await text(page).fill(`${evil}\n\nWords.`);
  await title(page).fill(evil);
  await page.getByText('About this post').click();
  const fields = ['Summary', 'Takeaway', 'Title for search engines', 'Description for search engines'];
  for (const field of fields) await page.getByLabel(field, { exact: true }).fill(evil);
  await page.getByLabel('Tags', { exact: true }).last().fill('</textarea><script>');
  await page.getByLabel('Tags', { exact: true }).last().press('Enter');
  // What these cannot be is said where it is written, and kept.
  for (const [field, problem] of [
    ['Address', 'An address holds only'],
    ['First published at', 'Write the whole address'],
    ['Language', 'Write it as in en'],
  ] as const) {
    const box = page.getByLabel(field, { exact: true });
    await box.fill(evil);
    await expect(box).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('.field', { has: box })).toContainText(problem);
  }
  await saved(page);
  await page.goto(address);
  await expect(text(page)).toHaveValue(`${evil}\n\nWords.`);
  await expect(title(page)).toHaveValue(evil);
  await page.getByText('About this post').click();
  for (const field of fields) await expect(page.getByLabel(field, { exact: true })).toHaveValue(evil);
  await page.getByRole('button', { name: 'Publish …' }).click();
  await expect(page.getByRole('dialog', { name: 'Publish' }).locator('.is-wrong', { hasText: 'An address holds only' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Publish now' })).toBeDisabled();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Draft');
  for (const field of ['Address', 'First published at', 'Language']) await page.getByLabel(field, { exact: true }).fill('');
  await saved(page);
  await page.getByRole('link', { name: 'Revisions' }).click();
  await expect(page.getByRole('heading', { name: 'Revisions' })).toBeVisible();
  await page.goto(`${server.origin}/admin/posts`);
  await expect(page.getByRole('table')).toBeVisible();
  expect(await page.evaluate(() => 'evil' in window)).toBe(false);
});

test('a text that is too long is said to be, and stays', async ({ page, messages }) => {
  messages.allow(/HTTP 4(13|22)|status of 4(13|22)/);
  await server.join(page, 'Ada Long');
  await begin(page);
  const long = 'All work and no play. '.repeat((5 * 1024 * 1024) / 22);
  await text(page).fill(long);
  await expect(how(page)).toHaveText(/^Could not save: The text has \d+ kB; a post holds at most 512\. Divide it/, { timeout: 20_000 });
  await expect(page.locator('.editor-status')).not.toContainText('words');
  expect((await text(page).inputValue()).length).toBe(long.length);
  await text(page).fill('Shorter.');
  await saved(page);
});

test('what is said of a tag is said anew when the tag is made, and when somebody deletes it', async ({ page, browser }) => {
  const email = await server.join(page, 'Ada Tags', 'editor');
  await begin(page);
  await title(page).fill('Tagged');
  await text(page).fill('Words.');
  await page.getByText('About this post').click();
  const tags = page.getByRole('combobox', { name: 'Tags', exact: true });
  const note = page.locator('#sheet-tags-note');
  await tags.pressSequentially('Fleeting,');
  await expect(note).toHaveText('“Fleeting” is new, and is made when you publish.');
  await page.getByRole('button', { name: 'Publish …' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await expect(note).toHaveText('Enter or a comma ends one; a new one is made.');

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await server.enter(other, email);
  await other.getByRole('link', { name: 'Tags' }).click();
  await other.getByRole('button', { name: 'Change Fleeting', exact: true }).click();
  await other.getByRole('button', { name: 'Delete this tag' }).click();
  await expect(other.locator('.desk-said')).toContainText('Deleted “Fleeting”.');
  await elsewhere.close();
  await page.getByRole('combobox', { name: 'Authors', exact: true }).focus();
  await tags.focus();
  await expect(note).toHaveText('“Fleeting” was deleted, and is left out when you publish.');
});

test('a link that leads nowhere is said before anything is published, and nobody waits for that', async ({ page, messages }) => {
  messages.allow(/check|ERR_FAILED/);
  await server.join(page, 'Ada Links');
  await begin(page);
  await title(page).fill('Links');
  await text(page).fill('[a](/posts/nowhere-at-all) and [b](#setup)');
  await saved(page);
  const dialog = page.getByRole('dialog', { name: 'Publish' });
  const publish = dialog.getByRole('button', { name: 'Publish now' });
  await page.getByRole('button', { name: 'Publish …' }).click();
  await expect(dialog.locator('.is-wrong')).toContainText('/posts/nowhere-at-all leads nowhere on this site.');
  await expect(dialog).toContainText('#setup leads to no heading of this text.');
  await expect(publish).toBeDisabled();
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await text(page).fill('No links.');
  await saved(page);
  await page.route('**/api/desk/check', (route) => route.abort());
  await page.getByRole('button', { name: 'Publish …' }).click();
  await expect(dialog).toContainText('The server could not look at links and fields now.');
  await publish.click();
  await expect(page.locator('.editor-state')).toHaveText('Published');
});

test('what is wrong with an address is said at its field once it is saved, and until it is another one', async ({ page, messages }) => {
  messages.allow(/HTTP 422|status of 422/);
  await server.join(page, 'Ada Address');
  const publish = async () => {
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByRole('dialog', { name: 'Publish' }).getByRole('button', { name: 'Publish now' }).click();
  };
  await begin(page);
  await title(page).fill('The first one');
  await text(page).fill('Words.');
  await publish();
  await expect(page.locator('.editor-state')).toHaveText('Published');

  await page.goto(`${server.origin}/admin/posts`);
  const post = await begin(page);
  await title(page).fill('Another one');
  await text(page).fill('Words.');
  await page.getByText('About this post').click();
  const address = page.getByLabel('Address', { exact: true });
  const field = page.locator('.field', { has: address });
  const taken = '“The first one” has this name in its address';
  await address.fill('the-first-one');
  await expect(field).toContainText(taken);
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await saved(page);
  // It is no less wrong for what is written elsewhere.
  const writeOn = async (words: string) => {
    await text(page).press('Control+End');
    await text(page).pressSequentially(words);
    await saved(page);
    await expect(field).toContainText(taken);
  };
  await writeOn(' More words.');
  await page.getByLabel('Summary', { exact: true }).fill('What it says.');
  await saved(page);
  await expect(field).toContainText(taken);

  await page.getByRole('button', { name: 'Publish …' }).click();
  const wrong = page.getByRole('dialog', { name: 'Publish' }).locator('li', { hasText: taken });
  await expect(wrong).toHaveClass('is-wrong');
  await expect(page.getByRole('button', { name: 'Publish now' })).toBeDisabled();
  await page.getByRole('button', { name: 'Not now' }).click();
  await writeOn(' Still more.');
  await page.goto(post);
  await expect(text(page)).toHaveValue('Words. More words. Still more.');
  await expect(field).toContainText(taken);

  await address.fill('another');
  await expect(address).not.toHaveAttribute('aria-invalid', 'true');
  await saved(page);
  await publish();
  await expect(page.locator('.editor-state')).toHaveText('Published');
  await expect(field).not.toContainText(taken);
});

/** Schedules a post as another window does; answers the status. */
const schedule = (page: Page, address: string, at: number) =>
  page.evaluate(
    async ({ post, at }) => {
      const opened = await fetch('/api/desk/open', { method: 'POST', body: new URLSearchParams({ post }) });
      const { head } = await opened.json();
      const order = { act: 'schedule', at, note: null };
      const request = { post, key: 'another-1', base: head.revision, draft: head.draft, reason: 'publish', then: order };
      const headers = { 'content-type': 'application/json' };
      return (await fetch('/api/desk/save', { method: 'POST', headers, body: JSON.stringify({ request }) })).status;
    },
    { post: new URL(address).pathname.split('/').pop() ?? '', at },
  );

test('a post whose time comes while it is open is shown as published, and not taken from its readers by mistake', async ({
  page,
  messages,
}) => {
  messages.allow(/HTTP 409|status of 409|ERR_FAILED/);
  await server.join(page, 'Ada Due');
  const address = await begin(page);
  await title(page).fill('In due time');
  await text(page).fill('Words.');
  await saved(page);
  expect(await schedule(page, address, Date.now() + 10_000)).toBe(200);
  // For a while the page hears nothing.
  await page.route('**/api/desk/look?*', (route) => route.abort());
  await page.goto(address);
  const state = page.locator('.editor-state');
  await expect(state).toContainText('Scheduled for');
  await page.getByRole('button', { name: 'Publish …' }).click();
  const withdraw = page.getByRole('button', { name: 'Do not publish it after all' });
  await expect(withdraw).toBeVisible();
  const status = async () => (await page.request.get(`${server.origin}/posts/in-due-time`)).status();
  await expect.poll(status, { timeout: 30_000, intervals: [250] }).toBe(200);
  await withdraw.click();
  await expect(page.locator('.editor-status').getByRole('alert')).toContainText('Readers see this post by now, and it stays published.');
  expect(await status()).toBe(200);

  await page.unroute('**/api/desk/look?*');
  await expect(state).toHaveText('Published', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Publish …' }).click();
  await expect(page.getByRole('button', { name: 'Unpublish', exact: true })).toBeVisible();
  await expect(withdraw).toHaveCount(0);
});

test('a part of the program that does not arrive can be asked for again, and the words go on', async ({ page, messages }) => {
  messages.allow(/split_|chunk_|ERR_FAILED|Failed to fetch|WebAssembly/);
  await server.join(page, 'Ada Parts', 'owner');
  await begin(page);
  await text(page).pressSequentially('Before. ');
  await saved(page);
  const address = page.url();
  const parts = /split_part.*\.wasm/;
  await page.route(parts, (route) => route.abort());
  await page.getByRole('link', { name: 'Tags' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'The server could not be reached.' })).toBeVisible();
  await page.getByRole('link', { name: 'Posts' }).click();
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(address);
  await expect(text(page)).toHaveValue('Before. ');
  await text(page).press('Control+End');
  await text(page).pressSequentially('After.');
  await saved(page);
  await page.getByRole('link', { name: 'Tags' }).click();
  await page.unroute(parts);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tags');
});

test('a desk that does not arrive says so', async ({ page, messages }) => {
  messages.allow(/split_|chunk_|ERR_FAILED|Failed to fetch|WebAssembly/);
  await server.join(page, 'Ada Absent');
  const desk = /split_desk.*\.wasm/;
  await page.route(desk, (route) => route.abort());
  await page.goto(`${server.origin}/admin/posts`);
  const alert = page.getByRole('alert').filter({ hasText: 'It did not arrive.' });
  await expect(alert).toBeVisible();
  await page.unroute(desk);
  await alert.getByRole('link', { name: 'Load the page again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Posts');
});
