// Empties functions of a WebAssembly program that are never called, though the linker has to believe that they may be.
//
// The framework keeps a pointer to each way of bringing a kind of view to life. `hydrate_async` is for programs that start with
// `hydrate_lazy`; this one wakes a page by itself, and what only that way needs is a twentieth of what a reader loads.
// Emptied, it is dropped by wasm-opt together with all that it alone calls. Whoever starts it with `hydrate_lazy` finds the first
// page ending with `unreachable`.
//
// The desk is mounted into its empty place and never brought to life from a document, so in the files that it alone loads nothing
// that hydrates a view is called either. The sanitiser lets no `style` pass, and so never reads one.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { bodies, functionNames, imports, rewrite, SECTION, write } from './wasm.mjs';

const [file] = process.argv.slice(2);
/** The state machines alone: what they share with other ways may have their name, where the compiler found the same twice. */
const UNUSED = /hydrate_async28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$17h[0-9a-f]{16}E$/;
/**
 * The same of the desk's own files: ways of bringing a view to life, all of which are told where in the document they are. Those
 * of attributes are not among them, since one that does what its building does may have its name.
 */
const UNUSED_AT_DESK =
  /(RenderHtml(\$GT\$|\$u20\$for\$u20\$.*\$GT\$)7hydrate|IntoAny\$GT\$8into_any19hydrate_from_server|\dhydrate_async)(28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$)?17h[0-9a-f]{16}E$/;
/** The way into the reader of styles. */
const STYLES = /^_ZN7ammonia5style22filter_style_attribute17h[0-9a-f]{16}E$/;
const isDesk = /(split|chunk)_/.test(basename(file));
/** A body with fewer bytes may be the same as one that is used. */
const SMALL = 64;
/** No locals, `unreachable`, `end`. */
const EMPTY = Buffer.from([0x00, 0x00, 0x0b]);

const program = readFileSync(file);
let names = new Map();
let imported = 0;
rewrite(program, (id, body) => {
  if (id === SECTION.custom) names = new Map([...names, ...functionNames(body)]);
  if (id === SECTION.imports) imported = imports(body).filter(({ isFunction }) => isFunction).length;
  return body;
});
const unused = new Set([...names].filter(([, name]) => UNUSED.test(name) || (isDesk && (UNUSED_AT_DESK.test(name) || STYLES.test(name)))).map(([number]) => number));
if (names.size === 0) throw new Error(`${file}: names no functions, so that nothing is known to be unused`);

function emptied(section) {
  const all = bodies(section).map((body, index) => (unused.has(imported + index) && body.length > SMALL ? EMPTY : body));
  return Buffer.concat([write(all.length), ...all.flatMap((body) => [write(body.length), body])]);
}

writeFileSync(file, rewrite(program, (id, body) => (id === SECTION.code ? emptied(body) : body)));
