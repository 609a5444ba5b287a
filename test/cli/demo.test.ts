import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { readDeskTickets } from '../../cli/workflow/desk-tickets.ts';
import type { ClassifierDetail, CreateClassifier } from '../../contract/classifier.ts';
import type { WorkflowResult, WorkflowRun } from '../../contract/workflow.ts';
import { RUN_ID } from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { eventStream, startScriptedServer } from './support/scripted-server.ts';

const RUNS = '/v1/workflows/support-desk/runs';
const TIME = '2026-11-23T09:30:00.000Z';
const usage = { input_tokens: 0, output_tokens: 0, cost_usd: 0 };
const classifier: z.input<typeof ClassifierDetail> = {
  name: 'support-desk',
  created_at: TIME,
  version: 1,
  previous_version: null,
  version_count: 1,
  label_count: 24,
  example_count: 1_965,
  accuracy: 0.6,
  macro_f1: 0.6,
  label_descriptions: [],
  report: {
    learner: 'builtin-text-1',
    examples: { given: 1_965, used: 1_965, duplicates: 0, contradictory: 0 },
    folds: 5,
    accuracy: 0.6,
    macro_f1: 0.6,
    labels: [],
    confusions: [],
    calibration: { error: 0, temperature: 1, bins: [] },
    coverage: [],
    suspects: [],
    contradictions: [],
    training_ms: 1,
  },
};
const ended: z.input<typeof WorkflowRun> = {
  id: RUN_ID,
  workflow: 'support-desk',
  status: 'succeeded',
  items: { total: 4, waiting: 0, running: 0, done: 4, failed: 0, cancelled: 0 },
  outcomes: { resolved: 0, escalated: 4, review: 0 },
  larger_model: 0,
  usage,
  refused: { count: 0, lines: [] },
  created_at: TIME,
  started_at: TIME,
  finished_at: TIME,
};

function resultOf(key: string, label: string | null): z.input<typeof WorkflowResult> {
  return {
    position: 1,
    key,
    status: 'done',
    outcome: 'escalated',
    label,
    probability: 0.5,
    verdict: null,
    model: null,
    trace_id: null,
    answer_id: null,
    review: null,
    usage,
    total_ms: 1,
    error: null,
    answer: null,
    citations: [],
  };
}

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
    const labels = new Set(body.examples.map(({ label }) => label));
    expect(labels.size).toBe(24);
    expect(new Set(body.label_descriptions?.map(({ label }) => label))).toEqual(labels);
  });

  it('sends tickets of all held-out parts and reports each part apart', async () => {
    const [first] = await readDeskTickets('tickets-rewordings.jsonl');
    const results = ['v001', 'v002', 'r001', 'r002', 'h001', 'h002'].map((key) =>
      JSON.stringify(resultOf(key, key === first?.id ? first.label : null)),
    );
    await using server = await startScriptedServer({
      'GET /v1/classifiers/support-desk': { body: classifier },
      [`POST ${RUNS}`]: { status: 202, body: { run_id: RUN_ID, items: 6, refused: ended.refused } },
      [`GET ${RUNS}/${RUN_ID}/events`]: eventStream([['done', ended]]),
      [`GET ${RUNS}/${RUN_ID}/results`]: {
        body: `${results.join('\n')}\n`,
        headers: { 'content-type': 'application/x-ndjson' },
      },
    });
    const { exitCode, stdout } = await runCommand(['demo', 'support-desk', '--tickets', '2'], {
      url: server.url,
    });
    const sent = server.requests.find(({ method }) => method === 'POST')?.body.toString('utf8');
    const ids = sent?.split('\n').map((line) => (JSON.parse(line) as { id: string }).id);
    const [whole = '', same = '', other = ''] = stdout.split('\n\n');
    expect(exitCode).toBe(0);
    expect(ids).toEqual(['v001', 'v002', 'r001', 'r002', 'h001', 'h002']);
    expect(whole).toMatch(/^Whole tickets of other writers\n/u);
    expect(same).toMatch(/^Same problems, other wordings\n/u);
    expect(same).toMatch(/labelled as people did +50\.0 % +9\.5–90\.5 % +1 of 2/u);
    expect(other).toMatch(/^Other problems\n/u);
    expect(other).toMatch(/labelled as people did +0\.0 % +0\.0–65\.8 % +0 of 2/u);
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
