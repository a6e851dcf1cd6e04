// From key press to painted hits in a real browser, the pause of typing included. Types words of titles into the box of a
// page, one letter after the other, and prints p50 and p95 over all letters that were followed by a pause.
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT, serve } from './server.mjs';

const require = createRequire(path.join(ROOT, 'end2end/package.json'));
const { chromium } = require('@playwright/test');

const data = process.argv[2];
const LETTERS = 40;

const server = await serve(data);
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.port}/posts`);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  const titles = await page.locator('main article h2').allTextContents();
  const words = titles.join(' ').toLowerCase().match(/[a-z]{5,}/g) ?? [];
  await page.evaluate(() => {
    const list = document.getElementById('search-hits');
    const box = document.getElementById('search');
    window.painted = [];
    box.addEventListener('keydown', () => (window.pressed = performance.now()), true);
    new MutationObserver(() => {
      const pressed = window.pressed;
      // The frame after the one in which the list changed: what is in it is on the screen.
      requestAnimationFrame(() => setTimeout(() => pressed && window.painted.push(performance.now() - pressed)));
      window.pressed = 0;
    }).observe(list, { childList: true, subtree: true, characterData: true });
  });
  const box = page.locator('#search');
  for (let typed = 0; typed < LETTERS; ) {
    await box.fill('');
    for (const letter of words[typed % words.length] ?? 'storage') {
      await box.press(letter);
      await page.waitForTimeout(350);
      typed += 1;
    }
  }
  const times = (await page.evaluate(() => window.painted)).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]?.toFixed(0) ?? '–';
  console.log(`${'key press to painted hits'.padEnd(34)}p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, of ${times.length} letters`);
} finally {
  await browser.close();
  await server.stop();
}
