// Gives what a WebAssembly program imports short names, in the program and in the loader beside it.
//
// wasm-bindgen names each import after the function and a hash, `__wbg_addEventListener_3acb0aad4483804c`, in both files.
// Hashes do not compress: of three hundred imports they are a fiftieth of what a reader loads, and nobody reads them.
import { readFileSync, writeFileSync } from 'node:fs';
import { imports, rewrite, SECTION, write } from './wasm.mjs';

const [file] = process.argv.slice(2);
const loader = file.replace(/(_bg)?\.wasm$/, '.js');
const LONG = /^__(wbg|wbindgen)_/;

const script = readFileSync(loader, 'utf8');
const words = new Set(script.match(/[\w$]+/g));
const names = new Map();
let next = 0;

/** The short name of an import: one that the loader uses for nothing else. */
function short(long) {
  if (!LONG.test(long)) return long;
  if (!words.has(long)) throw new Error(`${loader}: does not give ${long}, which the program imports`);
  while (!names.has(long)) {
    const name = `i${(next++).toString(36)}`;
    if (!words.has(name)) names.set(long, name);
  }
  return names.get(long);
}

function renamed(section) {
  const found = imports(section);
  const parts = found.flatMap(({ module, name, description }) => {
    const other = Buffer.from(short(name.toString()));
    return [write(module.length), module, write(other.length), other, description];
  });
  return Buffer.concat([write(found.length), ...parts]);
}

const program = rewrite(readFileSync(file), (id, body) => (id === SECTION.imports ? renamed(body) : body));
writeFileSync(loader, script.replace(/[\w$]+/g, (word) => names.get(word) ?? word));
writeFileSync(file, program);
