// What both Playwright configurations share: the browser, the address, and the server under test.
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlaywrightTestConfig } from '@playwright/test';

const port = Number(process.env.LOGBOOK_E2E_PORT ?? 3907);

export const ORIGIN = `http://127.0.0.1:${port}`;

/** The data folder of the server under test, for what is done on the machine itself. */
export const DATA = path.join(tmpdir(), `logbook-e2e-${port}`);

// The browser speaks to nobody but the server under test.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

export const base: PlaywrightTestConfig = {
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  outputDir: '../target/e2e',
  use: {
    baseURL: ORIGIN,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env.CHROME ?? '/usr/bin/chromium', args: ARGS },
  },
  webServer: {
    command: 'node fixtures/server.mjs',
    url: `${ORIGIN}/robots.txt`,
    env: { LOGBOOK_ADDR: `127.0.0.1:${port}`, LOGBOOK_BASE_URL: ORIGIN, LOGBOOK_DATA: DATA },
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
};
