// Starts the release binary for a measurement and asks it over plain HTTP/1.1, counting the bytes that travel.
import { spawn, spawnSync } from 'node:child_process';
import { createServer, request } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const BINARY = process.env.LOGBOOK_BINARY ?? path.join(ROOT, 'target/release/logbook');

/** Runs a command of the program to its end; throws with what it said when it fails. */
export function run(data, ...args) {
  const done = spawnSync(BINARY, args, { cwd: ROOT, env: { ...process.env, LOGBOOK_DATA: data }, encoding: 'utf8' });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`logbook ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** One request on a connection of its own: status, headers and the body as it travelled. */
export function ask(port, place, headers = {}) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: place, headers, agent: false }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Starts the server; `prefix` is a command to start it under, such as taskset. Resolves when it has answered `/`. */
export async function serve(data, prefix = []) {
  const port = await freePort();
  const env = { ...process.env, LOGBOOK_DATA: data, LOGBOOK_ADDR: `127.0.0.1:${port}`, LOGBOOK_BASE_URL: `http://127.0.0.1:${port}` };
  const [program, ...args] = [...prefix, BINARY, 'serve'];
  const said = [];
  const started = performance.now();
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  // Kept short: under load a server may log a line for each request.
  const keep = (part) => said.push(part) > 50 && said.shift();
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (;;) {
    try {
      const { status } = await ask(port, '/');
      if (status !== 200) throw new Error(`/ answers ${status}`);
      return { port, pid: child.pid, firstAnswer: performance.now() - started, stop };
    } catch (error) {
      if (child.exitCode !== null || performance.now() - started > 30_000) {
        await stop();
        throw new Error(`the server does not answer: ${error.message}\n${Buffer.concat(said)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
