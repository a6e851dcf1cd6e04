// Every kind of page through the Nu HTML checker.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../fixtures/test.ts';
import { listed } from '../fixtures/demo.ts';

interface Message {
  type: string;
  url: string;
  lastLine?: number;
  message: string;
  extract?: string;
}

const jar = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');

test('the checker finds no error', async ({ request, kinds }) => {
  test.setTimeout(180_000);
  const folder = await mkdtemp(path.join(tmpdir(), 'logbook-html-'));
  try {
    const paths = new Set([...Object.values(kinds), ...listed.map((post) => `/posts/${post.slug}`)]);
    const files: string[] = [];
    for (const place of paths) {
      const file = path.join(folder, `${place.replace(/[^a-z0-9]+/g, '_') || 'home'}.html`);
      await writeFile(file, await (await request.get(place)).text());
      files.push(file);
    }
    const run = promisify(execFile);
    const { stderr } = await run('java', ['-Xss2m', '-jar', jar, '--format', 'json', '--exit-zero-always', ...files], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const { messages } = JSON.parse(stderr) as { messages: Message[] };
    const errors = messages
      .filter((message) => message.type !== 'info')
      .map((message) => `${path.basename(message.url)}:${message.lastLine ?? 0} ${message.message} ${(message.extract ?? '').slice(0, 120)}`);
    expect(errors).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
