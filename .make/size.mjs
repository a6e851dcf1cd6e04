// What a first load of a page transfers with brotli: HTML, CSS, JavaScript, WebAssembly and the latin fonts. Held against
// hard budgets and against end2end/size-baseline.json; UPDATE=1 writes that file.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { ask, ROOT, run, serve } from './server.mjs';

const BASELINE = path.join(ROOT, 'end2end/size-baseline.json');
const GROWTH = 1.03;
/** Bytes by which a first load, and so each of its parts, may grow at most: 3 % of it are more. */
const MORE = 3_000;
const BUDGETS = [
  ['WebAssembly and JavaScript', 230_000, (page) => page.wasm + page.js],
  ['fonts', 70_000, (page) => page.fonts],
  ['HTML and CSS without the content', 30_000, (page) => page.shell + page.css],
];
/** What opening the editor loads on top of that. */
const EDITOR = 650_000;
const KINDS = { '.css': 'css', '.js': 'js', '.mjs': 'js', '.wasm': 'wasm', '.woff2': 'fonts' };

const brotli = (text) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

/** The page without what the author wrote: the element marked `data-prose`, its tags included. */
function withoutProse(html) {
  const open = /<([a-z]+)\b[^>]*\sdata-prose\b[^>]*>/.exec(html);
  if (!open) return html;
  const tag = new RegExp(`<(/?)${open[1]}\\b`, 'g');
  tag.lastIndex = open.index + open[0].length;
  for (let depth = 1, at; (at = tag.exec(html)); ) {
    depth += at[1] ? -1 : 1;
    if (depth === 0) return html.slice(0, open.index) + html.slice(at.index);
  }
  return html;
}

/** The faces a latin text in upright style loads. */
const latinFonts = (css) =>
  [...css.matchAll(/@font-face\s*{([^}]*)}/g)]
    .map(([, face]) => face)
    .filter((face) => !/font-style\s*:\s*(italic|oblique)/.test(face))
    .filter((face) => !/unicode-range/.test(face) || /unicode-range[^;}]*U\+0{0,4}(20(?![0-9a-f])|\?\?|-)/i.test(face))
    .flatMap((face) => [...face.matchAll(/url\(["']?([^"')]+\.woff2)/g)].map(([, url]) => url));

async function load(port, place) {
  const get = async (url) => {
    const answer = await ask(port, url, { 'accept-encoding': 'br' });
    if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`);
    const packed = answer.headers['content-encoding'] === 'br';
    return { bytes: answer.body.length, text: () => (packed ? brotliDecompressSync(answer.body) : answer.body).toString('utf8') };
  };
  const page = await get(place);
  const html = page.text();
  const sizes = { html: page.bytes, shell: brotli(withoutProse(html)), css: 0, js: 0, wasm: 0, fonts: 0 };
  const seen = new Set();
  const files = [];
  const visit = async (url) => {
    const { pathname } = new URL(url, 'http://localhost');
    const kind = KINDS[path.extname(pathname)];
    if (!kind || seen.has(pathname)) return;
    seen.add(pathname);
    const file = await get(pathname);
    sizes[kind] += file.bytes;
    files.push([pathname, kind, file.bytes]);
    if (kind === 'css') for (const font of latinFonts(file.text())) await visit(new URL(font, `http://localhost${pathname}`).pathname);
    if (kind === 'js') {
      const text = file.text();
      for (const [, next] of text.matchAll(/\b(?:from|import)\s*["'](\.{0,2}\/[^"']+)["']/g)) {
        await visit(new URL(next, `http://localhost${pathname}`).pathname);
      }
    }
  };
  for (const [, url] of html.matchAll(/["'(=](\/[\w./-]+\.(?:css|m?js|wasm|woff2))["')\s>]/g)) await visit(url);
  if (sizes.wasm === 0 || sizes.js === 0) throw new Error(`${place} names no script or no WebAssembly`);
  sizes.total = sizes.html + sizes.css + sizes.js + sizes.wasm + sizes.fonts;
  return { sizes, files };
}

/** What the desk and its editor load beyond what readers have, by the program that loads it piece by piece. */
async function editor(port, loader) {
  const text = brotliDecompressSync((await ask(port, loader, { 'accept-encoding': 'br' })).body).toString('utf8');
  const pieces = [...text.matchAll(/(?:\/\* ([^*]+) \*\/\nconst|export const __wasm_split_load_(\w+)) [^;]*?new URL\("\.\/([^"]+)"/g)];
  const files = [];
  for (const [, shared, own, file] of pieces) {
    if (!(own ?? shared).split(', ').some((part) => part === 'desk' || part === 'editor')) continue;
    const url = new URL(file, `http://localhost${loader}`).pathname;
    files.push([url, (await ask(port, url, { 'accept-encoding': 'br' })).body.length]);
  }
  return files;
}

const kept = existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, 'utf8')) : undefined;
const data = mkdtempSync(path.join(tmpdir(), 'logbook-size-'));
const broken = [];
try {
  run(data, 'demo');
  const server = await serve(data);
  const now = {};
  try {
    // The post the baseline was made with, as long as there is one.
    const list = (await ask(server.port, '/posts')).body.toString('utf8');
    let post = kept?.address;
    if (!post || (await ask(server.port, post)).status !== 200) post = /href="(\/posts\/[a-z0-9-]+)"/.exec(list)?.[1];
    if (!post) throw new Error('/posts links to no post');
    const columns = ['html', 'shell', 'css', 'js', 'wasm', 'fonts', 'total'];
    console.log(['bytes with brotli'.padEnd(34), ...columns.map((name) => name.padStart(9))].join(''));
    for (const [name, place] of [['home', '/'], ['post', post]]) {
      const { sizes, files } = await load(server.port, place);
      now[name] = sizes;
      console.log([`${name} ${place}`.slice(0, 33).padEnd(34), ...columns.map((column) => String(sizes[column]).padStart(9))].join(''));
      for (const [url, kind, bytes] of files) console.log(`    ${String(bytes).padStart(8)}  ${kind.padEnd(5)}  ${url}`);
      for (const [what, limit, count] of BUDGETS) {
        if (count(sizes) > limit) broken.push(`${name}: ${what} is ${count(sizes)} bytes, the budget is ${limit}`);
      }
      const before = kept?.[name];
      for (const column of ['css', 'js', 'wasm', 'fonts', 'total']) {
        if (!before) continue;
        const limit = Math.floor(Math.min(before[column] * GROWTH, before[column] + MORE));
        if (sizes[column] > limit) {
          broken.push(`${name}: ${column} grew from ${before[column]} to ${sizes[column]} bytes (the limit is ${limit}); if it is worth it: make size UPDATE=1`);
        }
      }
    }
    const { files } = await load(server.port, '/');
    const loader = files.find(([url]) => url.includes('__wasm_split'))?.[0];
    if (!loader) throw new Error('/ names no program that loads the desk');
    const pieces = await editor(server.port, loader);
    const more = pieces.reduce((sum, [, bytes]) => sum + bytes, 0);
    console.log(`the editor, on top of that${String(more).padStart(17)}`);
    for (const [url, bytes] of pieces) console.log(`    ${String(bytes).padStart(8)}  wasm   ${url}`);
    if (pieces.length < 2) broken.push('the desk and its editor are not found among what is loaded piece by piece');
    if (more > EDITOR) broken.push(`the editor loads ${more} bytes more, the budget is ${EDITOR}`);
    if (process.env.UPDATE) {
      writeFileSync(BASELINE, `${JSON.stringify({ address: post, ...now }, null, 2)}\n`);
      console.log('baseline written');
    } else if (!kept) {
      broken.push('there is no baseline: write one with make size UPDATE=1');
    }
  } finally {
    await server.stop();
  }
} catch (error) {
  broken.push(error.message);
} finally {
  rmSync(data, { recursive: true, force: true });
}
const failures = process.env.UPDATE ? broken.filter((text) => !text.includes(' grew from ')) : broken;
for (const text of failures) console.log(`FAIL ${text}`);
process.exitCode = failures.length > 0 ? 1 : 0;
