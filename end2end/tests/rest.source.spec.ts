// The site as programs ask for it.
import { expect, test } from '../fixtures/test.ts';
import { hidden, listed, unlisted } from '../fixtures/demo.ts';
import { ORIGIN } from '../settings.ts';

interface Page {
  items: { slug: string; url: string; api_url: string }[];
  next: string | null;
}

test('the list of posts is walked to its end and holds what readers see, newest first', async ({ request }) => {
  const seen: string[] = [];
  let next: string | null = '/api/v1/posts?limit=5';
  while (next) {
    const response = await request.get(next);
    expect(response.status(), next).toBe(200);
    const page = (await response.json()) as Page;
    seen.push(...page.items.map((post) => post.slug));
    for (const post of page.items) expect(post.url).toBe(`${ORIGIN}/posts/${post.slug}`);
    expect(response.headers()['link'] ?? null).toBe(page.next && `<${page.next}>; rel="next"`);
    next = page.next;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen[0]).toBe(listed[0]?.slug);
  for (const post of listed) expect(seen).toContain(post.slug);
  for (const post of [...hidden, ...unlisted]) expect(seen).not.toContain(post.slug);
});

test('what is described answers, and what is wrong is told as a problem', async ({ request }) => {
  const described = await (await request.get('/api/v1/openapi.json')).json();
  expect(described.openapi).toBe('3.1.0');
  expect(described.servers[0].url).toBe(ORIGIN);
  for (const path of Object.keys(described.paths)) {
    const response = await request.get(`${path.replace('{slug}', 'there-is-no-such-thing')}?unheard=of`);
    expect(response.status(), path).toBe(400);
    expect(response.headers()['content-type']).toBe('application/problem+json');
    const problem = await response.json();
    expect(problem.parameters).toEqual(['unheard']);
    expect(problem.request_id).toBe(response.headers()['x-request-id']);
  }
  expect(await (await request.get('/llms.txt')).text()).toContain(`${ORIGIN}/api/v1/openapi.json`);
});

test('the page of a search names its feeds, and they answer', async ({ request }) => {
  const body = await (await request.get('/search?q=queue')).text();
  const feeds = [...body.matchAll(/<link(?=[^>]*rel="alternate")[^>]*href="(\/search\/[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  expect(feeds).toHaveLength(3);
  for (const feed of feeds) expect((await request.get(feed)).status(), feed).toBe(200);
  expect((await request.get('/search/rss.xml')).status()).toBe(404);
});
