// Load over keep-alive connections against the release binary with synthetic posts; prints one table.
import { readFileSync } from 'node:fs';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { ask, ROOT, run, serve } from './server.mjs';

const SIZES = (process.env.BENCH_POSTS ?? '10000,100000').split(',').map(Number);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 16);
const PREFIX = (process.env.BENCH_SERVER_PREFIX ?? '').split(' ').filter(Boolean);
const rows = [];

/** A data folder with so many synthetic posts, made once. */
function dataFolder(posts) {
  const folder = path.join(ROOT, 'target/bench', String(posts));
  if (!existsSync(folder)) {
    const draft = `${folder}.new`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    console.error(`making ${posts} posts …`);
    run(draft, 'demo', '--posts', String(posts), '--seed', '1');
    renameSync(draft, folder);
  }
  return folder;
}

/** Asks for `places` in turn on several connections until `until()` holds; latencies in milliseconds. */
function load(port, places, until) {
  const latencies = [];
  const statuses = new Map();
  let next = 0;
  const worker = () =>
    new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      let head = '';
      let missing = -1;
      let asked = 0;
      const send = () => {
        if (until(latencies.length)) {
          socket.end();
          resolve();
          return;
        }
        head = '';
        missing = -1;
        asked = performance.now();
        socket.write(`GET ${places[next++ % places.length]} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: identity\r\n\r\n`);
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (part) => {
        if (missing < 0) {
          head += part.toString('latin1');
          const end = head.indexOf('\r\n\r\n');
          if (end < 0) return;
          const status = head.slice(9, 12);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const length = /^content-length: *(\d+)/im.exec(head.slice(0, end));
          // Without a length the body is chunked and ends with an empty chunk.
          if (!length) {
            missing = head.endsWith('\r\n0\r\n\r\n') ? 0 : Number.POSITIVE_INFINITY;
          } else {
            missing = Number(length[1]) - (head.length - end - 4);
          }
        } else if (missing === Number.POSITIVE_INFINITY) {
          head = (head + part.toString('latin1')).slice(-7);
          if (head.endsWith('\r\n0\r\n\r\n')) missing = 0;
        } else {
          missing -= part.length;
        }
        if (missing <= 0) {
          latencies.push(performance.now() - asked);
          send();
        }
      });
    });
  return Promise.all(Array.from({ length: CONNECTIONS }, worker)).then(() => ({ latencies, statuses }));
}

async function rate(port, places) {
  const warm = performance.now() + 1500;
  await load(port, places, () => performance.now() > warm);
  const start = performance.now();
  const { latencies, statuses } = await load(port, places, () => performance.now() - start > SECONDS * 1000);
  const seconds = (performance.now() - start) / 1000;
  const bad = [...statuses].filter(([status]) => status !== '200');
  if (bad.length > 0) throw new Error(`${places[0]} answered ${bad.map(([status, count]) => `${status} × ${count}`).join(', ')}`);
  latencies.sort((a, b) => a - b);
  const at = (share) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  return { rate: latencies.length / seconds, detail: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms` };
}

const memory = (pid) => {
  try {
    return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** Links of the newest posts, and one of about 2,000 words by its read time (230 words a minute). */
async function choosePosts(port) {
  const links = [];
  let long;
  for (let page = 1; page <= 25; page++) {
    const html = (await ask(port, `/posts?page=${page}`)).body.toString('utf8');
    for (const [, article] of html.matchAll(/<article\b(.*?)<\/article>/gs)) {
      const link = /href="(\/posts\/[a-z0-9-]+)"/.exec(article)?.[1];
      if (!link) continue;
      links.push(link);
      const minutes = Number(/(\d+)(?:\s|<!--.*?-->|<[^>]*>)*min/.exec(article)?.[1] ?? 0);
      if (!long && minutes >= 9 && minutes <= 10) long = link;
    }
  }
  return { links, long: long ?? links[0] };
}

const row = (what, value, promise) => rows.push([what, value, promise]);
const number = (value) => Math.round(value).toLocaleString('en-GB');

const results = [];
for (const posts of SIZES) {
  const server = await serve(dataFolder(posts), PREFIX);
  try {
    const size = `${number(posts)} posts`;
    row(`first answer after start, ${size}`, `${Math.round(server.firstAnswer)} ms`, '≤ 500 ms');
    const { links, long } = await choosePosts(server.port);
    const post = await rate(server.port, [long]);
    row(`a post of 2,000 words, ${size}`, `${number(post.rate)} requests/s`, `≥ 2,000; ${post.detail}`);
    const home = await rate(server.port, ['/']);
    row(`home with 20 cards, ${size}`, `${number(home.rate)} requests/s`, `≥ 1,000; ${home.detail}`);
    const mixed = ['/', '/posts', '/tags', '/posts?page=2', ...links];
    await load(server.port, mixed, (count) => count >= 10_000);
    row(`memory after 10,000 mixed requests, ${size}`, `${number(memory(server.pid))} MB`, '≤ 80 MB');
    results.push({ post: post.rate, home: home.rate });
  } finally {
    await server.stop();
  }
}
if (results.length > 1) {
  const [few, many] = [results[0], results.at(-1)];
  row('times slower with the most posts: post', (few.post / many.post).toFixed(2), '≤ 1.30');
  row('times slower with the most posts: home', (few.home / many.home).toFixed(2), '≤ 1.30');
}
for (const [what, value, promise] of rows) console.log(`${what.padEnd(52)} ${value.padStart(18)}   ${promise}`);
