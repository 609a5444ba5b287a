import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../cli/run-cli.ts';
import { createSendRequest } from '../../cli/send-request.ts';
import type { ApiKey } from '../../contract/api-key.ts';
import type { Page } from '../../contract/page.ts';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const DEADLINE_MS = 240_000;

let footnote: RunningFootnote;
let client: TestClient;
beforeAll(async () => {
  footnote = await startFootnote();
  client = createClient(footnote, footnote.adminKey);
});
afterAll(() => footnote.stop());

/** The command in this process, with the time and the identifiers of the real one. */
async function playDemo(traces: number): Promise<{ readonly code: number; readonly said: string }> {
  const said: string[] = [];
  const stream = { isTty: false, columns: 100, write: (text: string) => void said.push(text) };
  const url = new URL(footnote.url);
  const code = await runCli(['demo', '--traces', String(traces)], {
    settings: {
      url,
      apiKey: footnote.adminKey,
      dataDirectory: '/nonexistent',
      isDataDirectoryGiven: false,
      configPath: '/nonexistent/footnote.config.yaml',
      isConfigPathGiven: false,
      workingDirectory: '/',
      color: 'never',
    },
    stdout: stream,
    stderr: stream,
    clock: { now: () => performance.now(), sleep: (ms) => sleep(ms) },
    nodeVersion: process.versions.node,
    newId: uuidv7,
    send: createSendRequest(url),
  });
  return { code, said: said.join('') };
}

describe('footnote demo', () => {
  it('says what is missing where there is no handbook', async () => {
    const { code, said } = await playDemo(5);

    expect(code).toBe(1);
    expect(said).toContain('handbook is not there');
  });

  it(
    'leaves as many traces as it says, stale answers among them, and no key that works',
    { timeout: DEADLINE_MS },
    async () => {
      await client.ingest([
        { title: 'Pets', text: 'Dogs are welcome on Fridays.', source: 'pets.md' },
      ]);
      const { code, said } = await playDemo(100);
      const { body } = await client.get<Page<TraceSummary>>('/v1/traces?limit=200');
      const keys = await client.get<Page<ApiKey>>('/v1/keys');

      expect({ code, said }).toMatchObject({ code: 0 });
      expect(body.data).toHaveLength(100);
      expect(new Set(body.data.map(({ app }) => app)).size).toBeGreaterThan(3);
      expect(body.data.some(({ stale }) => stale)).toBe(true);
      expect(body.data.every(({ model }) => model === null || model === 'builtin-extractive')).toBe(
        true,
      );
      const demoKeys = keys.body.data.filter(({ name }) => name.includes('demo'));
      expect(demoKeys).toHaveLength(4);
      expect(demoKeys.every(({ revoked_at: end }) => end !== null)).toBe(true);
    },
  );
});
