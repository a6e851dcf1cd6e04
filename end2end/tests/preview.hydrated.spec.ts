// The preview is the published page: what this browser renders is held against what the server's own program gives.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { binary, join } from '../fixtures/staff.ts';
import { expect, test } from '../fixtures/test.ts';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
/** A folder with more texts to hold, such as the posts of other blogs; what lies beside the checkout where none is named. */
const TEXTS = process.env.LOGBOOK_TEXTS || path.join(ROOT, '../shared/fixtures');
/** That many of them, evenly from all, are enough for each run. */
const SOME = 60;
const SEEDS = 150;

/** Their pictures are not. */
const NOT_THERE = /\b404\b/;

/** Pages as the program renders them without a browser. */
const native = (texts: string[]) =>
  execFileSync(binary, ['render', '-0'], { input: texts.map((text) => `${text}\0`).join(''), encoding: 'utf8', maxBuffer: 1 << 28 })
    .split('\0')
    .slice(0, -1);

/** A new post, open in the editor. */
async function begin(page: Page, role = 'owner') {
  await join(page, 'Pia Preview', role);
  await page.getByRole('button', { name: 'New post' }).click();
  await expect(page.getByLabel('Text, in Markdown')).toBeVisible();
}

/** Writes each text into the editor; answers what its preview shows, and what the same page as HTML would. */
const seen = (page: Page, texts: string[], pages: string[]) =>
  page.evaluate(
    async ([texts, pages]) => {
      const area = document.querySelector<HTMLTextAreaElement>('.editor-source');
      const pane = document.querySelector<HTMLElement>('.editor-preview');
      const prose = pane?.firstElementChild;
      if (!area || !pane || !prose) throw new Error('no editor');
      // The framework keeps a comment where the page has no parts of its own.
      const html = () => prose.innerHTML.replace(/^<!---->/, '');
      const wrong: { text: string; shown: string; wanted: string }[] = [];
      for (const [index, text] of texts.entries()) {
        area.value = text;
        area.dispatchEvent(new Event('input', { bubbles: true }));
        const template = document.createElement('template');
        template.innerHTML = pages[index] ?? '';
        const started = performance.now();
        // Grammars may have to come first.
        while (pane.ariaBusy === 'true' || (html() !== template.innerHTML && performance.now() - started < 1_500)) {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        const [shown, wanted] = [html(), template.innerHTML];
        if (shown !== wanted) {
          // From shortly before they part.
          let at = 0;
          while (shown[at] === wanted[at]) at += 1;
          const cut = (html: string) => html.slice(Math.max(0, at - 80), at + 120);
          wrong.push({ text: text.slice(0, 400), shown: cut(shown), wanted: cut(wanted) });
        }
        if (wrong.length > 2) break;
      }
      return wrong;
    },
    [texts, pages] as const,
  );

async function hold(page: Page, texts: string[]) {
  // A field of a form knows one line break only, and no null.
  const plain = texts.map((text) => text.replace(/\r\n?/g, '\n').replaceAll('\0', ''));
  expect(await seen(page, plain, native(plain))).toEqual([]);
}

/** Numbers that are the same for the same seed (mulberry32). */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES = [
  'a', ' ', '\n', '\n\n', '    ', '# A\n', '## T\n', '* ', '- [ ] ', '1. ', '> ', '> [!NOTE]\n> ', '`', '```\n', '```rust\nfn a<T>() {}\n',
  '```js\nlet a = `${1}`;\n', '```html\n<b a="1">\n', '```console\n$ ls "a\n', '```diff {1,99999999999}\n+a\n', '**', '_', '~~', '[', '](', ')', '![x](/media/a.png)', '[^1]', '\n[^1]: ',
  '\n| a | b |\n|---|--:|\n| c |', '$', '$$', '$a_1^2$', '$\\char4294967361$', '$\\color{#é}x$', '\\frac{1}{2}', '\\', '{#a}', '<', '>', '&', '&lt;', '&CounterClockwiseContourIntegral;', '<p>', '</p>', '<div id="a">',
  '</div>', '<b>', '</b>', '<a href="/x">', '</a>', '<h2>', '</h2>', '<ul>', '<li>', '</ul>', '<table>', '<tr>', '<td>', '</table>', '<details>',
  '<summary>', '</details>', '<script>', '</script>', '<img src=x onerror=y>', '<pre><code>', '</code></pre>', '<!--', '-->', 'https://münchen.example/ü', '<http://ß.example>',
  '中', 'é', '\u0301', '🎉', '"', "'",
];

function generated(seed: number) {
  const next = numbers(seed);
  return Array.from({ length: next(60) }, () => PIECES[next(PIECES.length)]).join('');
}

test('what is generated', async ({ page, messages }) => {
  test.slow();
  messages.allow(NOT_THERE);
  await begin(page);
  console.log(`seeds 1 to ${SEEDS}`);
  await hold(page, Array.from({ length: SEEDS }, (_, index) => generated(index + 1)));
});

test('the golden texts', async ({ page, messages }) => {
  test.slow();
  messages.allow(NOT_THERE);
  const folder = path.join(ROOT, 'src/markdown/tests');
  const texts = readdirSync(folder).flatMap((name) =>
    [...readFileSync(path.join(folder, name), 'utf8').matchAll(/\b(?:html|render)\(\s*"((?:[^"\\]|\\.)*)"/gs)].map(([, text]) =>
      (text ?? '').replace(/\\(u\{([0-9a-f]+)\}|\n\s*|.)/gs, (_, escape: string, code?: string) => {
        if (code) return String.fromCodePoint(Number.parseInt(code, 16));
        return { n: '\n', t: '\t', r: '\r', '0': '' }[escape] ?? (escape.startsWith('\n') ? '' : escape);
      }),
    ),
  );
  expect(texts.length).toBeGreaterThan(60);
  await begin(page);
  await hold(page, texts);
});

test('the posts of other blogs', async ({ page, messages }) => {
  test.slow();
  messages.allow(NOT_THERE);
  test.skip(!existsSync(TEXTS), `there is no folder ${TEXTS}: LOGBOOK_TEXTS names one`);
  const files = readdirSync(TEXTS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  const step = Math.ceil(files.length / SOME);
  const some = files.sort().filter((_, index) => index % step === 0);
  console.log(`${some.length} of ${files.length} texts in ${TEXTS}`);
  expect(some.length).toBeGreaterThan(0);
  await begin(page);
  await hold(page, some.map((name) => readFileSync(path.join(TEXTS, name), 'utf8')));
});

test('the posts of this site as they are published, with the sizes of their pictures', async ({ page }) => {
  test.slow();
  await begin(page);
  const { texts, pages } = await page.evaluate(async () => {
    const read = async (address: string, init?: RequestInit) => (await fetch(address, init)).json();
    const { posts } = await read('/api/desk/posts?words=&status=published&mine=false&sort=&page=1');
    const texts: string[] = [];
    const pages: string[] = [];
    for (const post of posts.filter((post: { pending: boolean }) => !post.pending)) {
      const opened = await read('/api/desk/open', { method: 'POST', body: new URLSearchParams({ post: post.uuid }) });
      texts.push(opened.head.draft.source);
      const html = await (await fetch(`/posts/${post.slug}`)).text();
      pages.push(new DOMParser().parseFromString(html, 'text/html').querySelector('[data-prose]')?.innerHTML ?? '');
    }
    return { texts, pages };
  });
  expect(texts.length).toBeGreaterThan(10);
  expect(pages.some((page) => /<img [^>]*\bwidth="\d+"/.test(page))).toBe(true);
  expect(await seen(page, texts, pages)).toEqual([]);
});

test('text and preview scroll in step', async ({ page }) => {
  await begin(page);
  const parts = Array.from({ length: 60 }, (_, index) => `## Part ${index}\n\n${'Words that fill a line or two. '.repeat(8)}\n`);
  await page.getByLabel('Text, in Markdown').fill(parts.join('\n'));
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('heading', { name: 'Part 59' })).toBeAttached();
  const heading = preview.getByRole('heading', { name: 'Part 30' });
  const source = page.locator('.editor-source');
  await source.evaluate((area) => {
    area.scrollTop = area.scrollHeight / 2;
  });
  await expect(heading).toBeInViewport();
  await preview.evaluate((pane) => {
    pane.scrollTop = pane.scrollHeight;
  });
  await expect.poll(() => source.evaluate((area) => area.scrollHeight - area.clientHeight - area.scrollTop)).toBeLessThan(4);
  await preview.evaluate((pane) => {
    pane.scrollTop = 0;
  });
  await expect.poll(() => source.evaluate((area) => area.scrollTop)).toBe(0);
});

test('a page that becomes shorter leaves the text where it is', async ({ page }) => {
  await begin(page);
  const parts = Array.from({ length: 60 }, (_, index) => `## Part ${index}\n\n${'Words that fill a line or two. '.repeat(8)}\n`);
  const text = page.getByLabel('Text, in Markdown');
  await text.fill(parts.join('\n'));
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('heading', { name: 'Part 59' })).toBeAttached();
  const source = page.locator('.editor-source');
  const place = parts.slice(0, 30).join('\n').length;
  await source.evaluate((area: HTMLTextAreaElement, place) => {
    area.scrollTop = area.scrollHeight / 2;
    area.setSelectionRange(place, place);
  }, place);
  await expect(preview.getByRole('heading', { name: 'Part 30' })).toBeInViewport();
  const before = await source.evaluate((area) => area.scrollTop);
  // A comment that has no end yet takes all that follows from the page.
  await source.evaluate((area: HTMLTextAreaElement, place) => {
    area.setRangeText('\n<!-- ', place, place, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }, place);
  await expect(preview.getByRole('heading', { name: 'Part 59' })).toHaveCount(0);
  await page.waitForTimeout(300);
  expect(Math.abs((await source.evaluate((area) => area.scrollTop)) - before)).toBeLessThan(4);
});

test('colours that did not come are said to be wanting, and come later', async ({ page, messages }) => {
  messages.allow(/HTTP 5\d\d|status of 5\d\d/);
  await begin(page);
  await page.route('**/api/desk/preview', (route) => route.fulfill({ status: 503, body: '' }), { times: 1 });
  await page.getByLabel('Text, in Markdown').fill('```rust\nlet a = 1;\n```');
  const preview = page.getByRole('region', { name: 'Preview' });
  await expect(preview).toContainText('let a = 1;');
  await expect(preview).toContainText('The server does not answer');
  await expect(preview.locator('code span').first()).toBeAttached({ timeout: 10_000 });
  await expect(preview).not.toContainText('The server does not answer');
});

test('a program that breaks says so, and takes nothing more in', async ({ page, messages }) => {
  messages.allow(/panicked|unreachable|RuntimeError|no more/);
  await begin(page);
  await page.evaluate(() => {
    Document.prototype.createElement = () => {
      throw new Error('no more');
    };
    Document.prototype.createElementNS = () => {
      throw new Error('no more');
    };
    Node.prototype.cloneNode = () => {
      throw new Error('no more');
    };
  });
  await page.getByRole('button', { name: 'Publish …' }).click();
  await expect(page.locator('#desk-broken')).toBeVisible();
  await expect(page.getByLabel('Text, in Markdown')).toHaveAttribute('readonly');
  await expect(page.getByRole('link', { name: 'Load the page again' })).toBeVisible();
});
