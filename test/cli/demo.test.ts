import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { CreateClassifier } from '../../contract/classifier.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

describe('demo support-desk', () => {
  it('trains the classifier from the other tickets where there is none', async () => {
    await using server = await startScriptedServer({
      'POST /v1/classifiers': { status: 422, body: { title: 'No', status: 422 } },
    });
    const { exitCode } = await runCommand(['demo', 'support-desk'], { url: server.url });
    const sent = server.requests.find(({ method }) => method === 'POST');
    const body = JSON.parse(String(sent?.body)) as z.infer<typeof CreateClassifier>;
    expect(exitCode).toBe(1);
    expect(body.name).toBe('support-desk');
    expect(body.examples.length).toBeGreaterThan(600);
    expect(new Set(body.examples.map(({ label }) => label)).size).toBe(24);
  });

  it('does not train over a classifier that it cannot see', async () => {
    await using server = await startScriptedServer({
      'GET /v1/classifiers/support-desk': { status: 500, body: { title: 'No', status: 500 } },
    });
    const { exitCode } = await runCommand(['demo', 'support-desk'], { url: server.url });
    expect(exitCode).toBe(1);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });
});
