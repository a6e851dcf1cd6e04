// Gives what a WebAssembly program imports short names, in the program and in the loader beside it.
//
// wasm-bindgen names each import after the function and a hash, `__wbg_addEventListener_3acb0aad4483804c`, in both files.
// Hashes do not compress: of three hundred imports they are a fiftieth of what a reader loads, and nobody reads them.
import { readFileSync, writeFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const loader = file.replace(/(_bg)?\.wasm$/, '.js');
const IMPORTS = 2;
const LONG = /^__(wbg|wbindgen)_/;

/** Reads unsigned LEB128 at `at`; answers the number and where it ends. */
function read(bytes, at) {
  let [number, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++];
    number += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [number, at];
  }
}

/** Writes it. */
function write(number) {
  const bytes = [];
  do {
    const low = number % 128;
    number = Math.floor(number / 128);
    bytes.push(number > 0 ? low + 128 : low);
  } while (number > 0);
  return Buffer.from(bytes);
}

/** How many bytes follow an import's name: its kind and what it is (WebAssembly core 2.0, 5.5.5). */
function description(bytes, at) {
  const start = at;
  const kind = bytes[at++];
  const limits = () => {
    const flags = bytes[at++];
    [, at] = read(bytes, at);
    if (flags & 1) [, at] = read(bytes, at);
  };
  if (kind === 0) [, at] = read(bytes, at);
  else if (kind === 1) {
    at += 1;
    limits();
  } else if (kind === 2) limits();
  else if (kind === 3) at += 2;
  else throw new Error(`${file}: an import of the unknown kind ${kind}`);
  return at - start;
}

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
  let [count, at] = read(section, 0);
  const parts = [write(count)];
  for (; count > 0; count -= 1) {
    let length;
    [length, at] = read(section, at);
    const module = section.subarray(at, at + length);
    at += length;
    [length, at] = read(section, at);
    const name = Buffer.from(short(section.subarray(at, at + length).toString()));
    at += length;
    const rest = description(section, at);
    parts.push(write(module.length), module, write(name.length), name, section.subarray(at, at + rest));
    at += rest;
  }
  return Buffer.concat(parts);
}

const program = readFileSync(file);
const out = [program.subarray(0, 8)];
for (let at = 8; at < program.length; ) {
  const id = program[at];
  const [length, start] = read(program, at + 1);
  const body = program.subarray(start, start + length);
  const section = id === IMPORTS ? renamed(body) : body;
  out.push(Buffer.from([id]), write(section.length), section);
  at = start + length;
}
writeFileSync(loader, script.replace(/[\w$]+/g, (word) => names.get(word) ?? word));
writeFileSync(file, Buffer.concat(out));
