// Names the functions of a WebAssembly program so that those that are alike follow each other once wasm-opt has put them in the
// order of their names.
//
// The linker leaves them in the order of the crates they come from. Brotli finds what is repeated the cheaper the nearer it stands:
// side by side, functions of one type that begin with the same locals and instructions take a thirtieth off what a reader loads.
import { readFileSync, writeFileSync } from 'node:fs';
import { bodies, imports, named, numbers, rewrite, SECTION } from './wasm.mjs';

const [file] = process.argv.slice(2);
/** Bytes of a body that are looked at: its locals and what it does first. */
const BEGINNING = 24;

const program = readFileSync(file);
let [imported, types, code] = [0, [], []];
rewrite(program, (id, body) => {
  if (id === SECTION.imports) imported = imports(body).filter(({ isFunction }) => isFunction).length;
  if (id === SECTION.functions) types = numbers(body);
  if (id === SECTION.code) code = bodies(body);
  return body;
});

const functions = code.map((body, index) => ({ number: imported + index, type: types[index], begins: body.subarray(0, BEGINNING) }));
functions.sort((a, b) => a.type - b.type || Buffer.compare(a.begins, b.begins) || a.number - b.number);
const digits = String(functions.length).length;
const names = new Map(functions.map(({ number }, place) => [number, `f${String(place).padStart(digits, '0')}`]));
writeFileSync(file, named(program, names));
