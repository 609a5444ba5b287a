import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

let receiver: WebhookReceiver;
let footnote: RunningFootnote;
let admin: TestClient;
beforeAll(async () => {
  receiver = await startWebhookReceiver();
  const webhook = {
    name: 'team',
    url: receiver.url,
    events: ['ingest_run.finished', 'answers.stale'],
    secret_env: 'HOOK_SECRET',
  };
  footnote = await startFootnote({
    config: JSON.stringify({
      public_url: 'http://127.0.0.1:8080',
      webhooks: [webhook],
    }),
    secrets: { HOOK_SECRET: 'shared' },
  });
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await receiver[Symbol.asyncDispose]();
});

async function told(event: string, runId: string) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = receiver.received.find(
      ({ body }) => body.event === event && body.payload['run_id'] === runId,
    );
    if (found !== undefined) return found.body;
    if (Date.now() > deadline) throw new Error(`${event} was not told of ${runId} in time.`);
    await sleep(20);
  }
}

it('tells of a run that has ended, and of the answers that it made stale', async () => {
  const leave = (days: number) => ({
    title: 'Leave policy',
    text: `# Leave\n\nA parent gets ${days} days of carer leave a year.`,
    mime: 'text/markdown',
  });
  const first = await admin.ingest([leave(5)]);
  expect(await told('ingest_run.finished', first.id)).toMatchObject({
    payload: { kind: 'upload', status: 'succeeded', documents: { done: 1 }, stale_answers: 0 },
    url: `http://127.0.0.1:8080/runs/${first.id}`,
  });
  const answer = await admin.ask({ question: 'How many days of carer leave does a parent get?' });
  expect(answer.citations.length).toBeGreaterThan(0);
  const second = await admin.ingest([leave(10)]);
  expect(second.stale_answers).toBe(1);
  expect(await told('answers.stale', second.id)).toMatchObject({
    payload: { count: 1, document_ids: [answer.citations[0]?.document_id] },
    url: `http://127.0.0.1:8080/runs/${second.id}`,
  });
  expect((await told('ingest_run.finished', second.id)).payload).toMatchObject({
    stale_answers: 1,
  });
});
