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
