// robots.txt, the sitemap and the feeds, as programs read them.
import { DOMParser, onErrorStopParsing, type Document, type Element } from '@xmldom/xmldom';
import { expect, test } from '../fixtures/test.ts';
import { hidden, listed, unlisted } from '../fixtures/demo.ts';
import { ORIGIN } from '../settings.ts';

const xml = (text: string): Document => new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml');
const texts = (parent: Document | Element, name: string) => [...parent.getElementsByTagName(name)].map((element) => (element.textContent ?? '').trim());

test('the feed is Atom and holds the newest posts', async ({ request }) => {
  const response = await request.get('/atom.xml');
  expect(response.status()).toBe(200);
  expect(response.headers()['content-type']).toContain('application/atom+xml');
  const feed = xml(await response.text());
  expect(feed.documentElement?.namespaceURI).toBe('http://www.w3.org/2005/Atom');
  const entries = [...feed.getElementsByTagName('entry')];
  expect(entries.length).toBeGreaterThan(0);
  expect(texts(entries[0] as Element, 'title')[0]).toBe(listed[0]?.title);
  for (const entry of entries) {
    for (const name of ['id', 'title', 'updated']) expect(texts(entry, name)[0], name).toBeTruthy();
    expect(Number.isFinite(Date.parse(texts(entry, 'updated')[0] ?? ''))).toBe(true);
    expect(entry.getElementsByTagName('link')[0]?.getAttribute('href')).toMatch(new RegExp(`^${ORIGIN}/posts/`));
  }
  const ids = entries.map((entry) => texts(entry, 'id')[0]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('RSS and JSON Feed tell the same as Atom', async ({ request }) => {
  const atom = xml(await (await request.get('/atom.xml')).text());
  const expected = [...atom.getElementsByTagName('entry')].map((entry) => texts(entry, 'id')[0]);
  const rss = await request.get('/rss.xml');
  expect(rss.headers()['content-type']).toContain('application/rss+xml');
  const items = [...xml(await rss.text()).getElementsByTagName('item')];
  expect(items.map((item) => texts(item, 'guid')[0])).toEqual(expected);
  for (const item of items) {
    const html = texts(item, 'content:encoded')[0] ?? '';
    expect(html).not.toBe('');
    for (const [, address = ''] of html.matchAll(/<[a-z][^>]*\s(?:href|src)="([^"]*)"/g)) expect(address).toMatch(/^(https?:|mailto:)/);
  }
  const json = await (await request.get('/feed.json')).json();
  expect(json.version).toBe('https://jsonfeed.org/version/1.1');
  expect(json.items.map((item: { id: string }) => item.id)).toEqual(expected);
});

test('the feeds that a page names answer, and those of other programs lead there', async ({ request, kinds }) => {
  for (const path of [kinds.home, kinds.post, kinds.tag]) {
    const body = await (await request.get(path)).text();
    const feeds = [...body.matchAll(/<link(?=[^>]*rel="alternate")(?=[^>]*type="application\/(?:rss|atom|feed)\+)[^>]*href="([^"]*)"/g)];
    expect(feeds.length, path).toBe(path === kinds.tag ? 6 : 3);
    for (const [, feed = ''] of feeds) expect((await request.get(feed, { maxRedirects: 0 })).status(), feed).toBe(200);
  }
  for (const old of ['/feed', '/feed/', '/rss', '/index.xml', `${kinds.tag}/feed`]) {
    const response = await request.get(old, { maxRedirects: 0 });
    expect(response.status(), old).toBe(301);
    expect((await request.get(response.headers()['location'] ?? '', { maxRedirects: 0 })).status(), old).toBe(200);
  }
});

test('the sitemap names every public page, and each answers', async ({ request }) => {
  const response = await request.get('/sitemap.xml');
  expect(response.status()).toBe(200);
  expect(response.headers()['content-type']).toMatch(/xml/);
  const places = texts(xml(await response.text()), 'loc');
  for (const post of listed) expect(places).toContain(`${ORIGIN}/posts/${post.slug}`);
  for (const post of [...hidden, ...unlisted]) expect(places).not.toContain(`${ORIGIN}/posts/${post.slug}`);
  for (const place of places) {
    expect(place.startsWith(ORIGIN)).toBe(true);
    expect((await request.get(place, { maxRedirects: 0 })).status(), place).toBe(200);
  }
});

test('robots.txt leads to the sitemap', async ({ request }) => {
  const response = await request.get('/robots.txt');
  expect(response.headers()['content-type']).toContain('text/plain');
  expect(await response.text()).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
});
