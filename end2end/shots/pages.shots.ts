// Every kind of page, light and dark, narrow and wide, as pictures in target/shots.
import { dress, SCHEMES, take, WIDTHS } from '../fixtures/picture.ts';
import { NOT_FOUND_LINE, open, test } from '../fixtures/test.ts';

for (const scheme of SCHEMES) {
  for (const width of WIDTHS) {
    test(`${scheme}, ${width} px`, async ({ page, kinds, messages }) => {
      test.slow();
      messages.allow(NOT_FOUND_LINE);
      await dress(page, scheme, width);
      for (const [kind, place] of Object.entries(kinds)) {
        await open(page, place, true);
        await take(page, kind, scheme, width);
      }
    });
  }
}
