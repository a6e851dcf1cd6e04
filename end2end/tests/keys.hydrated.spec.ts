// Keys, paste and what else makes writing quick. Everything is undone by the browser's own undo.
import { begin, paste, saved, text, title } from '../fixtures/editor.ts';
import { join } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';

test.beforeEach(async ({ page }) => {
  await join(page, 'Ada Keys', 'author');
  await begin(page);
});

test('an address pasted over a selection makes a link, and is undone at once', async ({ page }) => {
  await text(page).fill('Read the paper today');
  await text(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(9, 14));
  await paste(page, { 'text/plain': 'https://example.org/paper' });
  await expect(text(page)).toHaveValue('Read the [paper](https://example.org/paper) today');
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue('Read the paper today');
  await saved(page);
});

test('formatted text is pasted as Markdown, with Shift as it is', async ({ page }) => {
  const data = {
    'text/html': '<meta charset="utf-8"><h2>On caches</h2><p>They hold <b>most</b> of <a href="https://example.org/">it</a>.</p><ul><li>one</li><li>two</li></ul>',
    'text/plain': 'On caches\nThey hold most of it.\none\ntwo',
  };
  await text(page).focus();
  await paste(page, data);
  const markdown = '## On caches\n\nThey hold **most** of [it](https://example.org/).\n\n- one\n- two';
  await expect(text(page)).toHaveValue(markdown);
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue('');
  // The browser itself pastes the plain text then; it is not ours to put in.
  for (const key of ['Control', 'Shift', 'v']) await page.keyboard.down(key);
  await paste(page, data);
  for (const key of ['v', 'Shift', 'Control']) await page.keyboard.up(key);
  await expect(text(page)).toHaveValue('');
  // What is only coloured, as from a code editor, is not formatted.
  await paste(page, { 'text/html': '<div><span style="color:#fff">let a = *b;</span></div>', 'text/plain': 'let a = *b;' });
  await expect(text(page)).toHaveValue('');
});

test('fences close, lists go on, code moves in and out, tables come into line', async ({ page }) => {
  await text(page).pressSequentially('```rust');
  await text(page).press('Enter');
  await text(page).pressSequentially('fn main() {}');
  await expect(text(page)).toHaveValue('```rust\nfn main() {}\n```');
  await text(page).press('Tab');
  await expect(text(page)).toHaveValue('```rust\nfn main() {}    \n```'.replace('fn main() {}    ', '    fn main() {}'));
  await text(page).press('Shift+Tab');
  await expect(text(page)).toHaveValue('```rust\nfn main() {}\n```');

  await text(page).fill('1. one');
  await text(page).press('Control+End');
  await text(page).press('Enter');
  await text(page).pressSequentially('two');
  await text(page).press('Tab');
  await expect(text(page)).toHaveValue(/^1\. one\n {3}\d\. two$/);
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue('1. one\n2. two');

  await text(page).fill('| a | long name |\n|--|:-:|\n| 1 | 2 |');
  await text(page).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(3, 3));
  await page.getByRole('button', { name: 'Align the table' }).click();
  await expect(text(page)).toHaveValue(/^\| a +\| long name \|\n\| -+ \| :-+: \|\n\| 1 +\| +2 +\|$/);
  await text(page).press('Control+z');
  await expect(text(page)).toHaveValue('| a | long name |\n|--|:-:|\n| 1 | 2 |');
});

test('Escape lets Tab leave the text, forwards and backwards', async ({ page }) => {
  await text(page).fill('- one');
  await text(page).press('Escape');
  await text(page).press('Tab');
  await expect(text(page)).not.toBeFocused();
  await text(page).focus();
  await text(page).press('Escape');
  await text(page).press('Shift+Tab');
  await expect(text(page)).not.toBeFocused();
  await expect(text(page)).toHaveValue('- one');
});

test('shortcuts mark, save, preview and open what is before publishing', async ({ page }) => {
  await title(page).fill('Keys');
  await text(page).fill('word');
  for (const [keys, marked] of [
    ['Control+b', '**word**'],
    ['Control+i', '*word*'],
    ['Control+Shift+c', '`word`'],
    ['Control+k', '[word]()'],
  ] as const) {
    await text(page).press('Control+a');
    await text(page).press(keys);
    await expect(text(page)).toHaveValue(marked);
    await text(page).press('Control+z');
    await expect(text(page)).toHaveValue('word');
  }
  // With Caps Lock, and on a keyboard that writes no latin letters.
  for (const key of ['B', 'и']) {
    await text(page).press('Control+a');
    await text(page).dispatchEvent('keydown', { key, code: 'KeyB', ctrlKey: true, bubbles: true, cancelable: true });
    await expect(text(page)).toHaveValue('**word**');
    await text(page).press('Control+z');
    await expect(text(page)).toHaveValue('word');
  }
  await text(page).press('Control+s');
  await saved(page);
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toBeVisible();
  await text(page).press('Control+p');
  await expect(preview).toHaveCount(0);
  await text(page).press('Control+p');
  await expect(preview).toBeVisible();
  await text(page).press('Control+Enter');
  await expect(page.getByRole('dialog', { name: 'Publish' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Publish' })).toBeHidden();
  await expect(text(page)).toBeFocused();
});

test('the outline leads to headings, focus leaves only the text, words and minutes are counted', async ({ page }) => {
  await text(page).fill(`## First\n\n${'word '.repeat(500)}\n\n### Second\n\nend`);
  await page.getByText('Outline').click();
  await page.getByRole('button', { name: 'Second' }).click();
  await expect(text(page)).toBeFocused();
  const at = await text(page).evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionStart + 10));
  expect(at).toBe('### Second');
  await expect(page.locator('.editor-status')).toContainText(/50\d words · [23] min/);
  await page.getByRole('button', { name: 'Focus' }).click();
  await expect(page.getByRole('region', { name: 'Preview' })).toBeHidden();
  await expect(page.getByText('About this post')).toBeHidden();
  await page.getByRole('button', { name: 'Focus' }).click();
  await expect(page.getByText('About this post')).toBeVisible();
});

test('undo takes back lists and buttons also after a save', async ({ page }) => {
  await text(page).pressSequentially('- one');
  await text(page).press('Enter');
  await text(page).pressSequentially('two');
  await text(page).press('Control+s');
  await saved(page);
  await expect(text(page)).toHaveValue('- one\n- two');
  for (let keys = 0; keys < 6 && (await text(page).inputValue()) !== '- one'; keys++) await text(page).press('Control+z');
  await expect(text(page)).toHaveValue('- one');
  await saved(page);
});

test('who asks to save what is saved is told so, every time', async ({ page }) => {
  await text(page).fill('Words.');
  await saved(page);
  const heard = page.locator('.editor-status > [role="status"]').first();
  const asked = page.locator('.editor-asked');
  await expect(asked).toHaveText('');
  let before = await heard.textContent();
  for (let times = 0; times < 3; times += 1) {
    await text(page).press('Control+s');
    await expect(asked).toHaveText(/^at \d\d:\d\d:\d\d$/);
    // Another text, or nothing would be read out.
    await expect.poll(() => heard.textContent()).not.toBe(before);
    await expect(heard).toHaveText('Saved');
    before = await heard.textContent();
  }
  await text(page).press('End');
  await text(page).pressSequentially(' More.');
  await expect(asked).toHaveText('');
  await saved(page);
});

test('the buttons are one stop of Tab, and the arrows go through them', async ({ page }) => {
  const bar = page.getByRole('toolbar', { name: 'Formatting' });
  await bar.getByRole('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(bar.getByRole('button', { name: 'Italic (Ctrl-I)' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(bar.getByRole('button', { name: 'Add pictures' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(bar.getByRole('button', { name: 'Bold (Ctrl-B)' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await expect(title(page)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(bar.getByRole('button', { name: 'Add pictures' })).toBeFocused();
});

test('a dialogue gives the focus back to what opened it', async ({ page }) => {
  await page.getByText('About this post').click();
  for (const name of ['Publish …', 'Share the draft …', 'Choose a picture']) {
    const opener = page.getByRole('button', { name });
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    expect(await dialog.evaluate((dialog) => dialog.contains(document.activeElement)), name).toBe(true);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  }
});
