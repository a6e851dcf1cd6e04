// The five demo sites: every element that each of them is made of, with scripts and without.
import type { Locator, Page } from '@playwright/test';
import { violations } from '../fixtures/axe.ts';
import { OwnServer } from '../fixtures/own-server.ts';
import { expect, hydrated, test } from '../fixtures/test.ts';

interface Site {
  name: string;
  check(page: Page, main: Locator): Promise<void>;
}

const texts = async (found: Locator) => (await found.allTextContents()).map((text) => text.trim());

/** When each of them appeared; what was changed later says that beside it. */
const appeared = (found: Locator) =>
  found.evaluateAll((all) => all.map((one) => one.querySelector('time')?.getAttribute('datetime') ?? ''));

/** The words of the texts, so that one can be told from the others. */
async function differ(found: Locator, count: number) {
  await expect(found).toHaveCount(count);
  const all = await texts(found);
  expect(new Set(all).size, all.join(' | ')).toBe(count);
  expect(all.filter((text) => !text)).toEqual([]);
}

const SITES: Site[] = [
  {
    name: 'logbook',
    async check(page, main) {
      const head = page.getByRole('banner');
      for (const part of [head, page.getByRole('contentinfo')]) {
        await expect(part.locator('.wordmark, .footer-about strong').first()).toContainText('Nadia Brandt');
        await expect(part.getByText('From the sensor to the chart')).toHaveCount(1);
      }
      const links = head.getByRole('navigation', { name: 'Main' }).getByRole('link');
      await expect(links).toHaveText(['Home', 'Portfolio', 'About', 'Contact', 'Download résumé']);
      await expect(main.locator('.eyebrow').first()).toHaveText('Writings & thoughts');
      await expect(main.getByRole('heading', { level: 1 })).toHaveText('Notes from between the sensor and the chart');
      await expect(main.locator('.lede')).toContainText('What went wrong');
      await expect(head.getByRole('combobox')).toHaveCount(1);
      await expect(main.getByRole('list', { name: 'Tags' }).getByRole('link').first()).toBeVisible();
      await expect(main.getByRole('status')).toHaveText('7 shown');
      const cards = main.getByRole('article');
      await differ(cards.getByRole('heading', { level: 2 }), 7);
      await expect(cards.filter({ hasText: 'Featured' })).toHaveCount(4);
      for (const card of await cards.all()) {
        await expect(card.locator('.cover img')).toHaveCount(1);
        const chips = await card.locator('.chips a').count();
        expect(chips).toBeGreaterThanOrEqual(2);
        expect(chips).toBeLessThanOrEqual(3);
        await expect(card.locator('time[datetime]').first()).toBeVisible();
        await expect(card).toContainText(/\d+ min read/);
        await expect(card.locator('.card-summary')).not.toBeEmpty();
        await expect(card.locator('.views')).toHaveText(/^[\d.,k]+ views$/);
        await expect(card.locator('.card-more')).toHaveText('Read article');
      }
      const times = await appeared(cards);
      expect(times).toEqual([...times].sort().reverse());
      const foot = page.getByRole('contentinfo');
      for (const title of ['Quick links', 'Connect', 'Get updates']) {
        await expect(foot.getByRole('heading', { name: title })).toBeVisible();
      }
      await expect(foot.getByText('I answer questions about posts')).toBeVisible();
      await expect(foot.locator('a[rel~=me]')).toHaveCount(3);
      await expect(foot.getByRole('textbox')).toHaveAttribute('type', 'email');
      await expect(foot.getByRole('link', { name: /\(\) →/ })).toHaveAttribute('href', '/contact');
      await expect(foot.getByText(/© \d{4} Nadia Brandt/)).toBeVisible();
    },
  },
  {
    name: 'index',
    async check(_page, main) {
      await expect(main.getByRole('heading', { level: 1 })).toHaveText('Essays');
      await expect(main.locator('.lede')).toContainText('software that other people have to run');
      const rows = main.locator('.essays > .entry');
      await differ(rows.getByRole('heading', { level: 2 }), 10);
      await differ(rows.locator('.entry-text'), 10);
      for (const row of await rows.all()) await expect(row.locator('.facts')).toHaveText(/^\d+ min read$/);
      await expect(main.locator('time, img, .chips, .authors')).toHaveCount(0);
    },
  },
  {
    name: 'knowledge-base',
    async check(_page, main) {
      await expect(main.locator('.eyebrow').first()).toHaveText('Reliability, worked out');
      await expect(main.getByRole('heading', { level: 1 })).toContainText('stay right while parts of them fail');
      await expect(main.locator('.lede')).toContainText('Each article takes one failure');
      await expect(main.locator('.method')).toContainText('reproduced and measured');
      const sections = main.locator('.contents > section');
      await expect(sections.getByRole('heading', { level: 2 })).toHaveText([
        'Focus areas',
        'New here? Start with:',
        'Flagship articles',
        'All articles',
      ]);
      await differ(sections.nth(0).getByRole('heading', { level: 3 }), 4);
      const titles = [];
      for (const [at, count, summaries] of [[1, 3, 0], [2, 3, 3], [3, 6, 6]] as const) {
        const section = sections.nth(at);
        await differ(section.getByRole('heading', { level: 3 }), count);
        titles.push(...(await texts(section.getByRole('heading', { level: 3 }))));
        await differ(section.locator('.entry-takeaway'), count);
        await expect(section.locator('.entry-text')).toHaveCount(summaries);
        if (at > 1) await expect(section.locator('.section-intro')).not.toBeEmpty();
      }
      expect(titles.slice(0, 3)).toEqual(titles.slice(3, 6));
      expect(new Set(titles).size).toBe(9);
    },
  },
  {
    name: 'tag-archive',
    async check(_page, main) {
      await expect(main.getByRole('heading', { level: 1 })).toHaveText(/#Backend\s+— 30 posts/);
      const rows = main.locator('.rows > .row');
      await expect(rows).toHaveCount(19);
      const series = rows.locator('.row-parts');
      await expect(series).toHaveCount(2);
      expect(await series.evaluateAll((found) => found.map((one) => one.querySelectorAll('li').length))).toEqual(
        expect.arrayContaining([7, 6]),
      );
      for (const one of await series.all()) {
        await one.locator('summary').click();
        await expect(one.locator('li').first().locator('a')).toBeVisible();
        const numbers = await texts(one.locator('.row-part'));
        expect(numbers).toEqual(['', ...numbers.slice(1).map((_, at) => String(at + 1))]);
      }
      await differ(rows.locator('.row-title'), 19);
      for (const text of await texts(rows.locator('.row-text'))) expect(text).not.toBe('');
      await expect(main.locator('.pagination a')).toHaveCount(0);
    },
  },
  {
    name: 'feed',
    async check(_page, main) {
      const entries = main.locator('.stream > .entry');
      await differ(entries.locator('.entry-title'), 14);
      const authors = new Set(await texts(entries.locator('.authors a')));
      expect(authors.size).toBeGreaterThanOrEqual(3);
      for (const text of await texts(entries.locator('.entry-text'))) {
        expect(text.length).toBeLessThanOrEqual(251);
        expect(text).not.toMatch(/\n|\.\.\.\.|\s{2}/);
      }
      const times = await appeared(entries);
      expect(times).toEqual([...times].sort().reverse());
    },
  },
];

for (const { name, check } of SITES) {
  test(`the demo site “${name}” has everything that it is made of`, async ({ page, scripts, messages }) => {
    test.slow();
    messages.allow(/third-party request: http:\/\/127\.0\.0\.1:/);
    const server = await OwnServer.ofSite(name);
    try {
      await page.goto(`${server.origin}/`);
      if (scripts) await hydrated(page);
      await check(page, page.getByRole('main'));
      if (scripts) expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      // All posts are there whatever the front page is.
      await page.goto(`${server.origin}/posts`);
      await expect(page.getByRole('main').getByRole('article').first()).toBeVisible();
    } finally {
      await server.close(page);
    }
  });
}
