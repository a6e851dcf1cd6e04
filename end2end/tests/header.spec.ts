// Nothing in the header overlaps at any width, whatever a site is called, with scripts or without.
import type { Page } from '@playwright/test';
import { expect, open, test } from '../fixtures/test.ts';

const WIDTHS = [320, 360, 768, 820, 1024, 1280];

/** What overlaps, and by how much the page scrolls sideways. */
const faults = () => {
  // Words may leave the box that they stand in, so it is words that are measured; of what is no text, the box.
  const drawn = (part: Element) => {
    if (part.matches('.search, .theme')) return [...part.getClientRects()];
    const range = document.createRange();
    range.selectNodeContents(part);
    return [...range.getClientRects()];
  };
  const parts = ['.wordmark', '.tagline', '.site-nav', '.search', '.theme'].flatMap((name) => {
    const part = document.querySelector(`.site-header ${name}`);
    return part ? [{ name, rects: drawn(part) }] : [];
  });
  const across = (a: DOMRect, b: DOMRect) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const found = parts.flatMap((one, at) =>
    parts
      .slice(at + 1)
      .filter((other) => one.rects.some((a) => other.rects.some((b) => across(a, b))))
      .map((other) => `${one.name} and ${other.name} overlap`),
  );
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page scrolls sideways by ${scrollWidth - clientWidth} px`);
  return found;
};

/** Tells at which widths something is wrong. */
async function check(page: Page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(faults), `at ${width} px`).toEqual([]);
  }
}

/** Gives the site another name, another tagline, and its navigation `links` entries. */
async function rename(page: Page, name: string, tagline: string, links: number) {
  await page.evaluate(
    ({ name, tagline, links }) => {
      document.querySelector('.wordmark span')!.textContent = name;
      document.querySelector('.tagline')!.textContent = tagline;
      const list = document.querySelector('.site-nav ul')!;
      while (list.children.length < links) list.append(list.lastElementChild!.cloneNode(true));
    },
    { name, tagline, links },
  );
}

test('nothing in the header overlaps', async ({ page, scripts }) => {
  await open(page, '/', scripts);
  await check(page);
});

// A word that no hyphen helps, an address, and as many letters as a name may have.
for (const name of ['Softwareentwicklungswerkstatt', 'engineering.acme.dev', 'Wm'.repeat(30)]) {
  test(`the header has room for ${name}`, async ({ page, scripts }) => {
    await open(page, '/', scripts);
    await rename(page, name, 'Notes on building systems', 5);
    await check(page);
  });
}

test('the header has room for everything that a site may want in it', async ({ page, scripts }) => {
  await open(page, '/', scripts);
  await rename(
    page,
    'The Engineering Notebook of Alexander Hamilton',
    'Everything between the sensor in the field and the chart on the wall',
    12,
  );
  await check(page);
});
