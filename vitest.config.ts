import { defineConfig } from 'vitest/config';
import { nativeDatabaseUrl } from './test/support/config.ts';

const usesDatabase = ['db', 'http', 'process'].map((folder) => `test/${folder}/**/*.test.ts`);
const usesBrowser = ['test/browser/**/*.test.ts'];
/** What is about the embedded database alone needs no second run against another. */
const embeddedOnly = nativeDatabaseUrl === null ? [] : ['test/db/embedded/**'];
const setupFiles = ['test/support/property-seed.ts'];
const databaseTemplate = ['test/support/database-template.ts'];

export default defineConfig({
  test: {
    // All cores: most tests wait for a database or another process for part of their time.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...usesDatabase, ...usesBrowser],
          setupFiles,
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'database',
          include: usesDatabase,
          exclude: embeddedOnly,
          setupFiles,
          globalSetup: databaseTemplate,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: usesBrowser,
          globalSetup: databaseTemplate,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
