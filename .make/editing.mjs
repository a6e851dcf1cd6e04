// The editor's promised numbers in a real browser: opening a long text, what a key costs the main thread beside a bare
// text field in the same run, and how long the preview takes to follow an edit.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, run, serve } from './server.mjs';

const require = createRequire(path.join(ROOT, 'end2end/package.json'));
const { chromium } = require('@playwright/test');

const KEYS = 150;
const EDITS = 120;
const OPENINGS = 5;
const KB = 1024;
const WORDS = 'the queue keeps what was asked until a worker takes it and says that it is done'.split(' ');

const at = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const say = (what, times, rest = '') =>
  console.log(`${what.padEnd(34)}p50 ${at(times, 0.5).toFixed(1)} ms, p95 ${at(times, 0.95).toFixed(1)} ms${rest}`);

const prose = (count, from) => Array.from({ length: count }, (_, index) => WORDS[(from * 7 + index * 5) % WORDS.length]).join(' ');

const code = (lines) =>
  ['```rust', ...Array.from({ length: lines }, (_, line) => [`// Step ${line}.`, `    let step_${line} = format!("{} of {}", ${line}, "all");`, `    if value_${line} > ${line}_u32 { queue.push(Job::new(${line}, "name")).await?; }`][line % 3]), '```'].join('\n');

/** Five thousand words with three hundred lines of code in four blocks. */
function article() {
  const parts = Array.from({ length: 32 }, (_, part) => {
    const text = `## Part ${part}\n\n${prose(90, part)} *${prose(3, part)}* [link](/posts/x) \`code\`.\n\n- ${prose(15, part)}\n- ${prose(15, part + 1)}\n\n${prose(30, part)}[^${part}]\n\n[^${part}]: ${prose(5, part)}\n`;
    return part % 8 === 7 ? `${text}\n${code(75)}\n` : text;
  });
  return parts.join('\n');
}

/** So many kilobytes of prose with headings and some code. */
function long(kb) {
  const parts = [];
  for (let bytes = 0, part = 0; bytes < kb * KB; part += 1) {
    parts.push(part % 6 === 0 ? `## Part ${part}\n\n${prose(80, part)}\n` : part % 24 === 9 ? `${code(20)}\n` : `${prose(80, part)}, **loud** and \`exact\`.\n`);
    bytes += parts.at(-1).length + 1;
  }
  return parts.join('\n').slice(0, kb * KB);
}

/** Types keys as somebody fast does; what the main thread worked from each key to the next, and Event Timing's durations. */
async function type(page) {
  const trace = await page.context().newCDPSession(page);
  const events = [];
  trace.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await page.locator('.editor-source').evaluate((area) => {
    area.focus();
    area.setSelectionRange(5_000, 5_000);
    window.durations = [];
    window.watch?.disconnect();
    window.watch = new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === 'keydown') window.durations.push(duration);
    });
    window.watch.observe({ type: 'event', durationThreshold: 16 });
  });
  await trace.send('Tracing.start', { transferMode: 'ReportEvents', categories: 'devtools.timeline,disabled-by-default-devtools.timeline,toplevel' });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press(key % 6 === 5 ? 'Space' : 'abcdefgh'[key % 8]);
    await page.waitForTimeout(70);
  }
  await page.waitForTimeout(500);
  const complete = new Promise((resolve) => trace.once('Tracing.tracingComplete', resolve));
  await trace.send('Tracing.end');
  await complete;
  await trace.detach();
  const keys = events.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'keydown').sort((a, b) => a.ts - b.ts);
  const main = events.filter(({ tid, pid, ph }) => ph === 'X' && tid === keys[0].tid && pid === keys[0].pid);
  // By the clock, or by the time that the thread itself had: another process on the same core is no work of the page.
  const between = (list, length = 'dur') => {
    const times = keys.map(() => 0);
    let end = 0;
    for (const event of list.sort((a, b) => a.ts - b.ts || b.dur - a.dur)) {
      // What runs inside of another is part of it.
      if (event.ts < end) continue;
      end = event.ts + (event.dur ?? 0);
      const key = keys.findLastIndex(({ ts }) => ts - 2_000 <= event.ts);
      if (key >= 0 && event.ts < keys[key].ts + 70_000) times[key] += (event[length] ?? 0) / 1_000;
    }
    return times;
  };
  return {
    scripts: between(main.filter(({ name }) => ['EventDispatch', 'TimerFire', 'RunMicrotasks', 'FireIdleCallback', 'FireAnimationFrame'].includes(name))),
    all: between(main.filter(({ name }) => name === 'RunTask')),
    thread: between(main.filter(({ name }) => name === 'RunTask'), 'tdur'),
    // In steps of 8 ms; what is below 16 ms is not told.
    event: at([...Array(KEYS).fill(8), ...(await page.evaluate(() => window.durations))].slice(-KEYS), 0.95),
  };
}

/** Makes edits all over the text; how long it took after each until the preview had changed. */
const edit = (page, edits) =>
  page.evaluate(async (edits) => {
    const area = document.querySelector('.editor-source');
    const prose = document.querySelector('.editor-preview').firstElementChild;
    const places = [/if value_/g, /Part /g, /\n\n[a-z]/g];
    const times = [];
    for (let count = 0; count < edits; count += 1) {
      const found = [...area.value.matchAll(places[count % places.length])];
      const { index } = found[(count * 13) % found.length];
      const place = count % places.length === 2 ? index + 2 : index;
      const changed = new Promise((resolve) => {
        new MutationObserver((_, watch) => resolve(watch.disconnect())).observe(prose, { childList: true, subtree: true, characterData: true });
      });
      const started = performance.now();
      area.setRangeText('z', place, place, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
      await changed;
      times.push(performance.now() - started);
      // One edit, and not typing.
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    return times;
  }, edits);

const data = mkdtempSync(path.join(tmpdir(), 'logbook-editing-'));
const server = await serve(data);
const home = `http://127.0.0.1:${server.port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(run(data, 'user', 'add', 'typist@bench.test', '--role', 'owner', '--base-url', home).trim());
  await page.getByLabel('Your name').fill('Typist');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.waitForURL(/\/admin\/posts$/);
  const begin = async (text) => {
    await page.goto(`${home}/admin/posts`);
    await page.getByRole('button', { name: 'New post' }).click();
    await page.getByLabel('Text, in Markdown').fill(text);
    await page.locator('.editor-how').filter({ hasText: /^Saved$/ }).waitFor();
    await page.waitForTimeout(2_500);
  };

  await begin(article());
  say('preview after an edit', await edit(page, EDITS), `, of ${EDITS} in 5,000 words with 300 lines of code`);

  await begin(long(100));
  const opened = [];
  for (let count = 0; count < OPENINGS; count += 1) {
    await page.reload();
    opened.push(
      await page.evaluate(async (bytes) => {
        const pane = () => document.querySelector('.editor-preview');
        const ready = () => document.querySelector('.editor-source')?.value.length === bytes && pane()?.ariaBusy === 'false';
        while (!ready()) await new Promise((resolve) => setTimeout(resolve, 2));
        return performance.now();
      }, 100 * KB),
    );
  }
  say('editor open with 100 kB', opened, ', from the address to text and preview');

  await begin(long(200));
  const written = await type(page);
  await page.evaluate(() => {
    const text = document.querySelector('.editor-source').value;
    const { width, height } = document.querySelector('.editor-source').getBoundingClientRect();
    document.body.innerHTML = `<textarea class="editor-source" style="width:${width}px;height:${height}px"></textarea>`;
    document.querySelector('textarea').value = text;
  });
  const bare = await type(page);
  say('scripts per key at 200 kB', written.scripts);
  say('main thread per key at 200 kB', written.all, `; a bare text field p50 ${at(bare.all, 0.5).toFixed(1)} ms, p95 ${at(bare.all, 0.95).toFixed(1)} ms`);
  say('  without what it waited for', written.thread, `; a bare text field p50 ${at(bare.thread, 0.5).toFixed(1)} ms, p95 ${at(bare.thread, 0.95).toFixed(1)} ms`);
  console.log(`${'Event Timing of keys, p95'.padEnd(34)}${written.event} ms; a bare text field ${bare.event} ms`);
} finally {
  await browser.close();
  await server.stop();
  rmSync(data, { recursive: true, force: true });
}
