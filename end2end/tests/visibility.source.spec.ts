// Drafts, scheduled, unpublished and unlisted posts are in no public surface.
import { expect, test } from '../fixtures/test.ts';
import { found } from '../fixtures/kinds.ts';
import { hidden, listed, unlisted } from '../fixtures/demo.ts';

test('the demo has something to hide', () => {
  expect(hidden.length).toBeGreaterThan(0);
  expect(unlisted.length).toBeGreaterThan(0);
});

test('no page, feed or map shows what is not public', async ({ request, kinds }) => {
  const tags = await (await request.get('/tags')).text();
  const tagPages = [...tags.matchAll(/href="(\/tags\/[a-z0-9-]+)"/g)].map((match) => match[1] ?? '');
  const paths = new Set([
    ...found(kinds).map(([, path]) => path),
    ...tagPages,
    ...listed.map((post) => `/posts/${post.slug}`),
    '/atom.xml',
    '/sitemap.xml',
    kinds['not found'],
  ]);
  for (const path of paths) {
    const body = await (await request.get(path)).text();
    for (const post of [...hidden, ...unlisted]) {
      expect(body.includes(`/posts/${post.slug}"`), `${path} links to ${post.slug}`).toBe(false);
      expect(body.includes(post.title), `${path} names ${post.title}`).toBe(false);
    }
  }
});

test('what is not public answers 404, what is unlisted answers', async ({ request }) => {
  for (const post of hidden) expect((await request.get(`/posts/${post.slug}`)).status(), post.slug).toBe(404);
  for (const post of unlisted) {
    const response = await request.get(`/posts/${post.slug}`);
    expect(response.status(), post.slug).toBe(200);
    expect(await response.text()).toMatch(/<meta[^>]+name="robots"[^>]+noindex|<meta[^>]+noindex[^>]+name="robots"/);
  }
});
