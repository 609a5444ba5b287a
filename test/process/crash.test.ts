import { afterAll, describe, expect, inject, it } from 'vitest';
import { nativeDatabaseUrl } from '../support/config.ts';
import { spawnProgram, stopProgram, type Program } from '../support/spawn-program.ts';

const KILLS = 10;
const DOCUMENTS = 40;
const LARGEST_WORDS = 1_500;
const TIMEOUT_MS = 300_000;
const { kind } = inject('databaseTemplate');

let program: Program | null = null;
afterAll(async () => {
  if (program !== null) await stopProgram(program);
});

/**
 * The crash script against a database of this test run's kind. Only one that nobody shares is killed: where
 * no native Postgres can be started beside the given one, worker and server alone.
 */
function startCrash(seed: number): Program {
  const database = kind;
  const settings = { kills: KILLS, documents: DOCUMENTS, largest: LARGEST_WORDS, seed, database };
  return spawnProgram('scripts/crash.mjs', {
    arguments: [
      '--own-cluster',
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ],
    environment: { DATABASE_URL: nativeDatabaseUrl ?? '' },
  });
}

describe('documents that are ingested while processes are killed', { timeout: TIMEOUT_MS }, () => {
  it('end as they do in peace, with nothing lost and nothing twice', async () => {
    program = startCrash(1);
    const { code } = await program.ended;
    const verdict = JSON.parse(program.stdout() || 'null');
    expect(verdict?.violations ?? program.remarks()).toEqual([]);
    expect(code).toBe(0);
    expect(verdict).toMatchObject({ kills: KILLS, acknowledged: verdict.uploads });
    // Kills that met nobody at work would prove nothing.
    expect(verdict.interrupted_jobs).toBeGreaterThan(0);
  });
});
