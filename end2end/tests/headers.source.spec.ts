// What the server says around the pages.
import { createHash } from 'node:crypto';
import { expect, test } from '../fixtures/test.ts';

test('every page is under a strict Content-Security-Policy that fits its scripts', async ({ request, kinds }) => {
  for (const [kind, path] of Object.entries(kinds)) {
    const response = await request.get(path);
    const policy = response.headers()['content-security-policy'] ?? '';
    expect(policy, kind).toContain("default-src 'none'");
    expect(policy, kind).toContain("frame-ancestors 'none'");
    expect(policy, kind).toContain("base-uri 'none'");
    expect(policy, kind).not.toContain("'unsafe-inline'");
    expect(policy, kind).not.toContain("'unsafe-eval'");
    const body = await response.text();
    for (const [, attributes = '', script = ''] of body.matchAll(/<script\b([^>]*)>(.*?)<\/script>/gs)) {
      if (/\bsrc=|type="application\/(ld\+)?json"/.test(attributes) || script === '') continue;
      const nonce = /\bnonce="([^"]+)"/.exec(attributes)?.[1];
      const hash = createHash('sha256').update(script).digest('base64');
      const named = policy.includes(`'sha256-${hash}'`) || (nonce !== undefined && policy.includes(`'nonce-${nonce}'`));
      expect(named, `${kind}: ${script.slice(0, 80)}`).toBe(true);
    }
    expect(body, `${kind}: no inline styles`).not.toMatch(/<[a-z][^>]*\sstyle="/);
    expect(body, `${kind}: no inline handlers`).not.toMatch(/<[a-z][^>]*\son[a-z]+="/);
  }
});

test('security headers', async ({ request }) => {
  const headers = (await request.get('/')).headers();
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBeTruthy();
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
});

test('HEAD answers like GET, without a body', async ({ request, kinds }) => {
  for (const path of [kinds.home, kinds.post, '/atom.xml', '/robots.txt']) {
    const response = await request.head(path);
    expect(response.status(), path).toBe(200);
    expect(await response.body(), path).toHaveLength(0);
  }
});

test('hashed files are kept for good, and compressed', async ({ request }) => {
  const body = await (await request.get('/')).text();
  const style = /<link[^>]+href="(\/pkg\/[^"]+\.css)"/.exec(body)?.[1] ?? '';
  expect(style).not.toBe('');
  const response = await request.get(style, { headers: { 'accept-encoding': 'br' } });
  expect(response.headers()['content-encoding']).toBe('br');
  expect(response.headers()['cache-control']).toContain('immutable');
});

test('malformed addresses are refused calmly', async ({ request }) => {
  for (const path of ['/posts/%FF', '/posts/%00', '/posts/..%2F..%2Fetc', '/posts?page=-1', '/posts?page=x', '/tags/%F0%9F%A6%80', '/pkg/../Cargo.toml']) {
    const status = (await request.get(path, { maxRedirects: 0 })).status();
    expect(status, path).toBeLessThan(500);
  }
});
