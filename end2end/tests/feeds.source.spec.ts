// robots.txt, the sitemap and the feed, as programs read them.
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
