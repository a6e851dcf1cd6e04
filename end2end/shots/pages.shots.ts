// Every kind of page, light and dark, narrow and wide, as pictures in target/shots.
import path from 'node:path';
import { NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';

const FOLDER = process.env.LOGBOOK_SHOTS ?? '../target/shots';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`${colorScheme}, ${width} px`, async ({ page, kinds, messages }) => {
      test.slow();
      messages.allow(NOT_FOUND_LINE);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
      for (const [kind, place] of Object.entries(kinds)) {
        await open(page, place, true);
        // Lazy images come when they are scrolled to.
        await page.evaluate(async () => {
          for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
            scrollTo(0, y);
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          scrollTo(0, 0);
          await document.fonts.ready;
        });
        const name = `${kind.replaceAll(' ', '-')}-${colorScheme}-${width}`;
        await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
        await page.screenshot({ path: path.join(FOLDER, `${name}-full.png`), fullPage: true });
      }
    });
  }
}
