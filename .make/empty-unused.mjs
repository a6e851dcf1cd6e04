// Empties functions of a WebAssembly program that are never called, though the linker has to believe that they may be.
//
// The framework keeps a pointer to each way of bringing a kind of view to life. `hydrate_async` is for programs that start with
// `hydrate_lazy`; this one starts with `hydrate_body`, and what only that way needs is a twentieth of what a reader loads.
// Emptied, it is dropped by wasm-opt together with all that it alone calls. Whoever starts it with `hydrate_lazy` finds the first
// page ending with `unreachable`.
import { readFileSync, writeFileSync } from 'node:fs';
import { bodies, functionNames, imports, rewrite, SECTION, write } from './wasm.mjs';

const [file] = process.argv.slice(2);
/** The state machines alone: what they share with other ways may have their name, where the compiler found the same twice. */
const UNUSED = /hydrate_async28_\$u7b\$\$u7b\$closure\$u7d\$\$u7d\$17h[0-9a-f]{16}E$/;
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
const unused = new Set([...names].filter(([, name]) => UNUSED.test(name)).map(([number]) => number));
if (names.size === 0) throw new Error(`${file}: names no functions, so that nothing is known to be unused`);

function emptied(section) {
  const all = bodies(section).map((body, index) => (unused.has(imported + index) && body.length > SMALL ? EMPTY : body));
  return Buffer.concat([write(all.length), ...all.flatMap((body) => [write(body.length), body])]);
}

writeFileSync(file, rewrite(program, (id, body) => (id === SECTION.code ? emptied(body) : body)));
