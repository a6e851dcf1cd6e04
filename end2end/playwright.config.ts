// make test: every reader's spec runs with scripts and without. What needs scripts is named `*.hydrated.spec.ts`, what asks
// the server and opens no page `*.source.spec.ts`.
import { defineConfig } from '@playwright/test';
import { base } from './settings.ts';

export default defineConfig({
  ...base,
  testDir: './tests',
  projects: [
    { name: 'hydrated', testIgnore: /\.source\.spec\.ts$/ },
    { name: 'no-scripts', testIgnore: /\.hydrated\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
});
