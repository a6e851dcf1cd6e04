// A post, with scripts and without.
import { expect, open, test } from '../fixtures/test.ts';
import {
  fences, findPost, headings, listed, withCallout, withContents, withFootnote, withMath, withNamedCode, withSeries, withTable,
} from '../fixtures/demo.ts';

const path = (post: { slug: string }) => `/posts/${post.slug}`;

test('title, facts and text', async ({ page, scripts }) => {
  const post = withContents();
  await open(page, path(post), scripts);
  await expect(page).toHaveTitle(new RegExp(post.title.replace(/\W/g, '.')));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(post.title);
  const main = page.getByRole('main');
  await expect(main.locator('time[datetime]').first()).toBeVisible();
  await expect(main).toContainText(/\d+\s+min/);
  for (const author of post.authors) {
    await expect(main.getByRole('link', { name: author }).first()).toHaveAttribute('href', /^\/authors\//);
  }
  for (const tag of post.tags) {
    await expect(main.locator('a[href^="/tags/"]').filter({ hasText: tag }).first()).toBeVisible();
  }
});

test('contents lead to headings, and headings to themselves', async ({ page, scripts }) => {
  const post = withContents();
  await open(page, path(post), scripts);
  const contents = page.getByRole('navigation', { name: 'Contents' });
  await expect(contents).toBeVisible();
  const links = await contents.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(links).toHaveLength(headings(post));
  for (const link of links) {
    const heading = page.locator(`:is(h2, h3)[id="${decodeURIComponent(link.slice(1))}"]`);
    await expect(heading).toHaveCount(1);
    await expect(heading.locator(`a[href="${link}"]`)).toHaveCount(1);
  }
});

test('a post with fewer than three headings has no contents', async ({ page, scripts }) => {
  const short = listed.find((post) => headings(post) < 3);
  test.skip(!short, 'every demo post has three headings');
  if (!short) return;
  await open(page, path(short), scripts);
  await expect(page.getByRole('navigation', { name: 'Contents' })).toHaveCount(0);
});

test('code has its file name and language, and can be scrolled with the keyboard', async ({ page, scripts }) => {
  const post = withNamedCode();
  const fence = fences(post).find((one) => one.file !== '');
  await open(page, path(post), scripts);
  const figure = page.locator('main figure').filter({ has: page.locator('pre'), hasText: fence?.file ?? '' }).first();
  await expect(figure.locator('figcaption')).toContainText(fence?.file ?? '');
  await expect(figure.locator('pre')).toHaveAttribute('tabindex', '0');
  await expect(figure.locator('pre code')).toContainText((fence?.code ?? '').trim().split('\n')[0] ?? '');
  const copy = figure.getByRole('button', { name: /copy/i });
  if (scripts) await expect(copy).toBeVisible();
  else await expect(copy).toBeHidden();
});

test('highlighted lines are marked', async ({ page, scripts }) => {
  const post = findPost('highlighted lines', (one) => /^`{3,}\w+.*\{\d[\d,-]*\}/m.test(one.body));
  await open(page, path(post), scripts);
  await expect(page.locator('main pre code .line.hl').first()).toBeVisible();
});

test('every link within the page leads to something', async ({ page, scripts }) => {
  for (const post of [withContents(), withFootnote(), withCallout()]) {
    await open(page, path(post), scripts);
    const dead = await page.locator('a[href^="#"]').evaluateAll((links) =>
      links
        .map((link) => decodeURIComponent((link.getAttribute('href') ?? '').slice(1)))
        .filter((id) => id !== '' && !document.getElementById(id)),
    );
    expect(dead, path(post)).toEqual([]);
  }
});

test('ids are unique', async ({ page, scripts }) => {
  test.slow();
  for (const post of listed) {
    await open(page, path(post), scripts);
    const twice = await page.locator('[id]').evaluateAll((all) => {
      const ids = all.map((element) => element.id);
      return ids.filter((id, index) => ids.indexOf(id) !== index);
    });
    expect(twice, path(post)).toEqual([]);
  }
});

test('footnotes lead there and back', async ({ page, scripts }) => {
  await open(page, path(withFootnote()), scripts);
  const reference = page.locator('main sup a[href^="#"]').first();
  const target = await reference.getAttribute('href');
  const note = page.locator(`[id="${decodeURIComponent((target ?? '#').slice(1))}"]`);
  await expect(note).toHaveCount(1);
  const back = await note.locator('a[href^="#"]').last().getAttribute('href');
  await expect(page.locator(`sup[id="${(back ?? '#').slice(1)}"], sup [id="${(back ?? '#').slice(1)}"]`)).toHaveCount(1);
});

test('callouts say what they are', async ({ page, scripts }) => {
  const post = withCallout();
  const kind = /^> \[!(\w+)\]/m.exec(post.body)?.[1] ?? '';
  await open(page, path(post), scripts);
  await expect(page.getByRole('main')).not.toContainText(`[!${kind}]`);
  await expect(page.getByRole('main').locator('aside, [role="note"]').filter({ hasText: new RegExp(kind, 'i') }).first()).toBeVisible();
});

test('a wide table scrolls in its own frame', async ({ page, scripts }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await open(page, path(withTable()), scripts);
  const frame = page.locator('main [tabindex="0"]').filter({ has: page.locator('table') }).first();
  await expect(frame).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('math is MathML without inline styles', async ({ page, scripts }) => {
  await open(page, path(withMath()), scripts);
  await expect(page.locator('main math').first()).toBeVisible();
  await expect(page.locator('main math [style], main math[style]')).toHaveCount(0);
});

test('images have a size, an alternative text, and wait', async ({ page, scripts }) => {
  const post = findPost('an image', (one) => /^!\[/m.test(one.body));
  await open(page, path(post), scripts);
  const images = await page.locator('main img').evaluateAll((all) =>
    (all as HTMLImageElement[]).map((img) => ({
      src: img.getAttribute('src'),
      complete: img.hasAttribute('alt') && img.hasAttribute('width') && img.hasAttribute('height'),
    })),
  );
  expect(images.length).toBeGreaterThan(0);
  expect(images.filter((img) => !img.complete)).toEqual([]);
});

test('a part says which it is and leads to its series', async ({ page, scripts, kinds }) => {
  await open(page, path(withSeries()), scripts);
  await expect(page.getByText(/Part \d+ of \d+/).first()).toBeVisible();
  await expect(page.getByRole('main').locator(`a[href="${kinds.series}"]`).first()).toBeVisible();
});

test('previous and next lead along the dates', async ({ page, scripts }) => {
  // A post without a series between two others.
  const index = listed.findIndex((post, i) => i > 0 && i < listed.length - 1 && post.series === '');
  const post = listed[index];
  test.skip(!post, 'every demo post between two others is in a series');
  if (!post) return;
  await open(page, path(post), scripts);
  await expect(page.locator('main a[rel~="prev"]').first()).toHaveAttribute('href', `/posts/${listed[index + 1]?.slug}`);
  await expect(page.locator('main a[rel~="next"]').first()).toHaveAttribute('href', `/posts/${listed[index - 1]?.slug}`);
});

test('related posts are at most four others', async ({ page, scripts }) => {
  const post = findPost('a tag it shares', (one) => one.tags.some((tag) => listed.filter((other) => other.tags.includes(tag)).length > 2));
  await open(page, path(post), scripts);
  const links = await page
    .getByRole('region', { name: 'Read next' })
    .locator('a[href^="/posts/"]')
    .evaluateAll((all) => [...new Set(all.map((link) => link.getAttribute('href')))]);
  expect(links.length).toBeGreaterThan(0);
  expect(links.length).toBeLessThanOrEqual(4);
  expect(links).not.toContain(path(post));
});

test('print has the text and no chrome', async ({ page, scripts }) => {
  await open(page, path(withContents()), scripts);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Contents' })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeHidden();
});
