import { describe, expect, inject, it } from 'vitest';
import { nativeDatabaseUrl } from '../support/config.ts';
import { spawnProgram } from './spawn-program.ts';

const KILLS = 10;
const DOCUMENTS = 40;
const { kind } = inject('databaseTemplate');

/** The crash script against the database of this test run: one that is shared is not killed. */
async function crash(seed: number) {
  const program = spawnProgram('scripts/crash.mjs', {
    arguments: ['--kills', KILLS, '--documents', DOCUMENTS, '--seed', seed, '--database', kind].map(
      String,
    ),
    environment: { DATABASE_URL: nativeDatabaseUrl ?? '' },
  });
  const { code } = await program.ended;
  return { code, remarks: program.remarks(), verdict: JSON.parse(program.stdout() || 'null') };
}

describe('documents that are ingested while processes are killed', { timeout: 180_000 }, () => {
  it('end as they do in peace, with nothing lost and nothing twice', async () => {
    const { code, remarks, verdict } = await crash(1);
    expect(verdict?.violations ?? remarks).toEqual([]);
    expect(code).toBe(0);
    expect(verdict).toMatchObject({ kills: KILLS, acknowledged: verdict.uploads });
  });
});
