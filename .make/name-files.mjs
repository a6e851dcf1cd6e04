// Gives the three files that name each other, the program, its loader and the loader of the parts that come later, names
// that change whenever anything in them does, and with them the names of those parts.
//
// cargo-leptos takes the hash of the program and of its loader before it writes the final names of the parts into them:
// two builds that differ in a part alone would have different files of one name, and browsers keep what they have of it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [folder, hashes] = process.argv.slice(2);
const KINDS = ['js', 'wasm', 'split'];

const said = readFileSync(hashes, 'utf8');
const old = Object.fromEntries([...said.matchAll(/^(\w+): (\S+)$/gm)].map(([, kind, hash]) => [kind, hash]));
const missing = KINDS.filter((kind) => !old[kind]);
if (missing.length > 0) throw new Error(`${hashes}: says nothing of ${missing.join(', ')}`);
const fileOf = { js: `logbook.${old.js}.js`, wasm: `logbook.${old.wasm}.wasm`, split: `__wasm_split.${old.split}.js` };

/** The file with other words of the same length wherever one of the three is named. */
const named = (kind, word) =>
  KINDS.reduce((text, other) => text.replaceAll(old[other], word(old[other])), readFileSync(path.join(folder, fileOf[kind]), 'latin1'));

const digest = createHash('sha256');
for (const kind of KINDS) digest.update(named(kind, (hash) => '_'.repeat(hash.length)), 'latin1');
const name = digest.digest().subarray(0, 16).toString('base64url');
for (const kind of KINDS) {
  if (old[kind].length !== name.length) throw new Error(`${fileOf[kind]}: the hash in the name is not ${name.length} letters long`);
}

const files = KINDS.map((kind) => [fileOf[kind].replace(old[kind], name), Buffer.from(named(kind, () => name), 'latin1')]);
for (const file of readdirSync(folder)) {
  if (Object.values(fileOf).some((gone) => file === gone || file.startsWith(`${gone}.`))) rmSync(path.join(folder, file));
}
for (const [file, bytes] of files) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(path.join(folder, file), bytes);
  writeFileSync(path.join(folder, `${file}.br`), brotliCompressSync(bytes, { params }));
  writeFileSync(path.join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
}
writeFileSync(hashes, said.replace(/^(js|wasm|split): .*$/gm, (_, kind) => `${kind}: ${name}`));
