// What a page says of itself to search engines, feed readers and previews.
import { expect, test } from '../fixtures/test.ts';
import { found } from '../fixtures/kinds.ts';
import { ORIGIN } from '../settings.ts';

const one = (body: string, pattern: RegExp) => [...body.matchAll(pattern)].map((match) => match[1] ?? '');

test('title, description, canonical, language and feed on every page', async ({ request, kinds }) => {
  const titles = new Map<string, string>();
  for (const [kind, path] of found(kinds)) {
    const body = await (await request.get(path)).text();
    expect(body, kind).toMatch(/<html[^>]*\slang="[a-z]{2}/);
    const head = body.slice(0, body.indexOf('</head>'));
    const title = one(head, /<title[^>]*>([^<]*)<\/title>/g);
    expect(title, kind).toHaveLength(1);
    expect(title[0]?.trim(), kind).not.toBe('');
    titles.set(kind, title[0] ?? '');
    const description = one(head, /<meta(?=[^>]*name="description")[^>]*content="([^"]*)"/g);
    expect(description, kind).toHaveLength(1);
    expect(description[0], kind).not.toBe('');
    const canonical = one(head, /<link(?=[^>]*rel="canonical")[^>]*href="([^"]*)"/g);
    expect(canonical, kind).toEqual([`${ORIGIN}${path}`]);
    expect(head, kind).toMatch(/<link(?=[^>]*rel="alternate")(?=[^>]*type="application\/atom\+xml")[^>]*>/);
  }
  const distinct = new Set([...titles].filter(([kind]) => kind !== 'second page').map(([, title]) => title));
  expect(distinct.size).toBe(titles.size - 1);
});

interface Thing {
  '@type': string;
  [name: string]: unknown;
}

/** What a page describes to search engines. */
function graph(body: string): Thing[] {
  const scripts = one(body, /<script type="application\/ld\+json">(.*?)<\/script>/gs);
  expect(scripts.length).toBeLessThan(2);
  return scripts.length === 0 ? [] : (JSON.parse(scripts[0] ?? '') as { '@graph': Thing[] })['@graph'];
}

const metas = (body: string) =>
  [...body.slice(0, body.indexOf('</head>')).matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"/g)].map(
    ([, name = '', content = '']) => [name, content] as const,
  );

test('previews elsewhere have a title, a description and a picture of this page', async ({ request, kinds }) => {
  // Pictures are drawn in the background after a start.
  await expect
    .poll(async () => metas(await (await request.get(kinds.post)).text()).some(([name]) => name === 'og:image'), { timeout: 60_000 })
    .toBe(true);
  for (const kind of ['home', 'posts', 'tag', 'author', 'series', 'post', 'post in a series'] as const) {
    const said = metas(await (await request.get(kinds[kind])).text());
    const names = said.map(([name]) => name).filter((name) => !/^article:(tag|author)$/.test(name));
    expect(new Set(names).size, `${kind}: nothing is said twice`).toBe(names.length);
    const says = new Map(said);
    expect(says.get('og:url'), kind).toBe(`${ORIGIN}${kinds[kind]}`);
    expect(says.get('og:title'), kind).toBeTruthy();
    expect(says.get('og:description'), kind).toBe(says.get('description'));
    expect(says.get('og:type'), kind).toBe(kind.startsWith('post') && kind !== 'posts' ? 'article' : kind === 'author' ? 'profile' : 'website');
    expect(says.get('twitter:card'), kind).toBe('summary_large_image');
    const image = await request.get(says.get('og:image') ?? '');
    expect(image.headers()['content-type'], kind).toBe('image/png');
    expect(image.headers()['cache-control'], kind).toContain('immutable');
    const png = await image.body();
    expect([png.readUInt32BE(16), png.readUInt32BE(20)], kind).toEqual([1200, 630]);
    expect(png.length, kind).toBeLessThan(300_000);
  }
});

test('search engines are told what a page is', async ({ request, kinds }) => {
  const types = async (path: string) => graph(await (await request.get(path)).text()).map((thing) => thing['@type']);
  expect(await types(kinds.home)).toEqual(['WebSite', 'Blog']);
  expect(await types(kinds.posts)).toEqual(['CollectionPage', 'BreadcrumbList']);
  expect(await types(kinds.tag)).toEqual(['CollectionPage', 'BreadcrumbList']);
  expect(await types(kinds.author)).toEqual(['ProfilePage', 'BreadcrumbList']);
  expect(await types(kinds.series)).toEqual(['CreativeWorkSeries', 'BreadcrumbList']);
  expect(await types(kinds['not found'])).toEqual([]);
  expect(await types('/posts?sort=oldest')).toEqual([]);

  const [post] = graph(await (await request.get(kinds['post in a series'])).text());
  expect(post).toMatchObject({
    '@type': 'BlogPosting',
    url: `${ORIGIN}${kinds['post in a series']}`,
    publisher: { '@type': 'Organization', logo: { '@type': 'ImageObject' } },
    isPartOf: { '@type': 'CreativeWorkSeries' },
  });
  for (const name of ['headline', 'datePublished', 'dateModified', 'author', 'wordCount', 'keywords', 'inLanguage', 'mainEntityOfPage', 'image']) {
    expect(post, name).toHaveProperty(name);
  }
});
