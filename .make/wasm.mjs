// Reads and writes the parts of a WebAssembly program that a release changes (WebAssembly core 2.0, chapter 5).

export const SECTION = { custom: 0, imports: 2, functions: 3, code: 10 };
const FUNCTION = 0;
/** The subsection of the custom section `name` that names functions (appendix 7.4.1). */
const FUNCTION_NAMES = 1;

/** Reads unsigned LEB128 at `at`; answers the number and where it ends. */
export function read(bytes, at) {
  let [number, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++];
    number += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [number, at];
  }
}

/** Writes it. */
export function write(number) {
  const bytes = [];
  do {
    const low = number % 128;
    number = Math.floor(number / 128);
    bytes.push(number > 0 ? low + 128 : low);
  } while (number > 0);
  return Buffer.from(bytes);
}

/** A name, or anything else with its length before it; answers it and where it ends. */
function piece(bytes, at) {
  const [length, start] = read(bytes, at);
  return [bytes.subarray(start, start + length), start + length];
}

/** Gives each section's body to `change`; answers the program with what comes back. */
export function rewrite(program, change) {
  const out = [program.subarray(0, 8)];
  for (let at = 8; at < program.length; ) {
    const id = program[at];
    let body;
    [body, at] = piece(program, at + 1);
    const changed = change(id, body);
    out.push(Buffer.from([id]), write(changed.length), changed);
  }
  return Buffer.concat(out);
}

/** How many bytes follow an import's name: its kind and what it is. */
function description(bytes, at) {
  const start = at;
  const kind = bytes[at++];
  const limits = () => {
    const flags = bytes[at++];
    [, at] = read(bytes, at);
    if (flags & 1) [, at] = read(bytes, at);
  };
  if (kind === FUNCTION) [, at] = read(bytes, at);
  else if (kind === 1) {
    at += 1;
    limits();
  } else if (kind === 2) limits();
  else if (kind === 3) at += 2;
  else throw new Error(`an import of the unknown kind ${kind}`);
  return at - start;
}

/** What a section of imports names: module, name and the bytes that describe each. */
export function imports(section) {
  let [count, at] = read(section, 0);
  const found = [];
  for (; count > 0; count -= 1) {
    let module, name;
    [module, at] = piece(section, at);
    [name, at] = piece(section, at);
    const rest = description(section, at);
    found.push({ module, name, description: section.subarray(at, at + rest), isFunction: section[at] === FUNCTION });
    at += rest;
  }
  return found;
}

/** Everything in a section that begins with how many there are; `next` reads one, and answers it and where it ends. */
function all(section, next) {
  let [count, at] = read(section, 0);
  const found = [];
  for (; count > 0; count -= 1) {
    let one;
    [one, at] = next(section, at);
    found.push(one);
  }
  return found;
}

/** The numbers of a section of functions: the type of each. */
export const numbers = (section) => all(section, read);

/** The bodies of a section of code. */
export const bodies = (section) => all(section, piece);

/** The names of functions by their number, if this custom section has them. */
export function functionNames(section) {
  const names = new Map();
  let [title, at] = piece(section, 0);
  if (title.toString() !== 'name') return names;
  while (at < section.length) {
    const id = section[at];
    let part;
    [part, at] = piece(section, at + 1);
    if (id !== FUNCTION_NAMES) continue;
    let [count, place] = read(part, 0);
    for (; count > 0; count -= 1) {
      let number, name;
      [number, place] = read(part, place);
      [name, place] = piece(part, place);
      names.set(number, name.toString());
    }
  }
  return names;
}

/** The program with these names of functions by their number, at its end. */
export function named(program, names) {
  const whole = (bytes) => Buffer.concat([write(bytes.length), bytes]);
  const entries = [...names].sort(([a], [b]) => a - b).map(([number, name]) => Buffer.concat([write(number), whole(Buffer.from(name))]));
  const map = Buffer.concat([write(entries.length), ...entries]);
  const section = Buffer.concat([whole(Buffer.from('name')), Buffer.from([FUNCTION_NAMES]), whole(map)]);
  return Buffer.concat([program, Buffer.from([SECTION.custom]), whole(section)]);
}
