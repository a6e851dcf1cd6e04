// make shots: pictures to be looked at, not tests.
import { defineConfig } from '@playwright/test';
import { base } from './settings.ts';

export default defineConfig({ ...base, testDir: './shots', testMatch: /\.shots\.ts$/ });
