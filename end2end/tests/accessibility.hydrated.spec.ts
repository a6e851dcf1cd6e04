// axe-core on every kind of page, light and dark, narrow and wide; and a walk with the Tab key.
import { violations } from '../fixtures/axe.ts';
import { expect, NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async ({ page, kinds, messages }) => {
      test.slow();
      messages.allow(NOT_FOUND_LINE);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      for (const [kind, path] of Object.entries(kinds)) {
        await open(page, path, true);
        expect(await violations(page), `${kind} ${path}`).toEqual([]);
      }
    });
  }
}

test('Tab reaches every control, and each shows that it has the focus', async ({ page, kinds }) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const path of [kinds.home, kinds.tags, kinds.post]) {
    await open(page, path, true);
    const total = await page.evaluate(() => {
      const look = (element: Element) => {
        const style = getComputedStyle(element);
        return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine].join();
      };
      const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
        (element) => element.checkVisibility({ checkVisibilityCSS: true }) && !element.matches(':disabled, [tabindex="-1"]'),
      );
      const looks = new Map(controls.map((element) => [element, look(element)]));
      Object.assign(window, { look, looks, reached: new Set<Element>() });
      return controls.length;
    });
    for (let press = 0; press < Math.min(total, 120); press++) {
      await page.keyboard.press('Tab');
      const plain = await page.evaluate(() => {
        const { look, looks, reached } = window as unknown as {
          look: (element: Element) => string;
          looks: Map<Element, string>;
          reached: Set<Element>;
        };
        const element = document.activeElement;
        if (!element || element === document.body) return '';
        reached.add(element);
        const box = element.getBoundingClientRect();
        const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        if (!seen) return `off screen: ${element.outerHTML.slice(0, 120)}`;
        return looks.get(element) === look(element) ? `looks the same: ${element.outerHTML.slice(0, 120)}` : '';
      });
      expect(plain, path).toBe('');
    }
    const reached = await page.evaluate(() => (window as unknown as { reached: Set<Element> }).reached.size);
    expect(reached, path).toBeGreaterThanOrEqual(Math.floor(Math.min(total, 120) * 0.9));
  }
});
