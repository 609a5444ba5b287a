import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../contract/page.ts';
import type { AnswerTraceRecord, WorkflowTraceRecord } from '../../contract/trace.ts';
import type { StartedWorkflowRun, WorkflowItem } from '../../contract/workflow.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishWorkflowRun } from '../support/finish-workflow-run.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { TICKETS } from '../support/tickets.ts';

const SOURCES = { printer: ['printers.md', 'moved-away.md'], password: ['secrets.md'] };
const workflow = (
  name: string,
  least: { readonly alone: number; readonly confirmed: number },
  sources: Readonly<Record<string, readonly string[]>> = SOURCES,
) => ({
  name,
  steps: [
    { kind: 'classify', classifier: 'triage', min_probability: 0.45 },
    { kind: 'retrieve', sources_by_label: sources },
    { kind: 'answer' },
    { kind: 'verify', min_label_probability: least },
    { kind: 'decide' },
  ],
});
const config = JSON.stringify({
  classifiers: { triage: {} },
  workflows: [
    workflow('desk', { alone: 0, confirmed: 0 }),
    workflow('wants-both', { alone: 1, confirmed: 0 }),
    workflow('misspelt', { alone: 0, confirmed: 0 }, { prnter: ['printers.md'] }),
    {
      name: 'misspelt-policy',
      steps: [
        { kind: 'classify', classifier: 'triage' },
        { kind: 'policy', review_when: { labels: ['pasword'] } },
        { kind: 'answer' },
        { kind: 'decide' },
      ],
    },
  ],
});
const DOCUMENTS = [
  {
    title: 'Printers',
    source: 'printers.md',
    text: '# Printers\n\nThe printer has a paper jam when its lamp is red; open tray two.',
  },
  {
    title: 'Paper jam',
    source: 'paper-jam.md',
    text: '# The printer has a paper jam\n\nThe printer on the second floor has a paper jam each day.',
  },
  {
    title: 'Secrets',
    source: 'secrets.md',
    acl: ['identity'],
    text: '# Passwords\n\nWho forgot the password resets it in Beacon.',
  },
  {
    title: 'Passwords',
    source: 'passwords.md',
    text: '# Passwords\n\nReset my password means to call the desk.',
  },
];

let footnote: RunningFootnote;
let admin: TestClient;
let desk: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config });
  admin = createClient(footnote, footnote.adminKey);
  await admin.post('/v1/classifiers', { name: 'triage', examples: TICKETS });
  await admin.ingest(DOCUMENTS);
  const { body } = await admin.post<{ key: string }>('/v1/keys', { name: 'desk', scopes: ['ask'] });
  desk = createClient(footnote, body.key);
});
afterAll(() => footnote.stop());

async function putThrough(text: string, name = 'desk') {
  const path = `/v1/workflows/${name}`;
  const { body } = await desk.post<StartedWorkflowRun>(`${path}/runs`, { input: { text } });
  await finishWorkflowRun(desk, { workflow: name, id: body.run_id });
  const items = await desk.get<Page<WorkflowItem>>(`${path}/items?run_id=${body.run_id}`);
  const [item] = items.body.data;
  if (item?.status !== 'done') throw new Error(JSON.stringify(items.body));
  const { body: answer } = await admin.get<AnswerTraceRecord>(`/v1/traces/${item.answer_id}`);
  const reasonOf = (kind: string) => item.steps.find((step) => step.kind === kind)?.reason;
  const { body: trace } = await admin.get<WorkflowTraceRecord>(`/v1/traces/${item.trace_id}`);
  const search = trace.workflow.label_search;
  return { item, retrieval: answer.retrieval, search, reasonOf };
}

describe('a workflow that names the documents of a label', () => {
  it('answers a ticket of the label from them alone, whatever else would fit better', async () => {
    const { item, retrieval, reasonOf } = await putThrough('The printer has a paper jam.');

    expect(item).toMatchObject({ label: 'printer', outcome: 'resolved' });
    expect(retrieval.filters).toEqual({ sources: ['printers.md', 'moved-away.md'] });
    expect(new Set(retrieval.candidates.map(({ source }) => source))).toEqual(
      new Set(['printers.md']),
    );
    expect(reasonOf('retrieve')).toContain('from the documents for printer');
  });

  it('looks everywhere for a ticket of which nobody is sure', async () => {
    const { item, retrieval } = await putThrough('Zebras graze under quiet acacias.');

    expect(item.label).toBeNull();
    expect(retrieval.filters).toEqual({});
  });

  it('sends nothing from elsewhere where nothing of them may be read', async () => {
    const { item, retrieval, reasonOf } = await putThrough('I forgot my password, reset it please');

    expect(item).toMatchObject({ label: 'password', outcome: 'escalated' });
    expect(retrieval.filters).toEqual({});
    expect(retrieval.candidates.map(({ source }) => source)).toContain('passwords.md');
    expect(retrieval.candidates.map(({ source }) => source)).not.toContain('secrets.md');
    expect(reasonOf('retrieve')).toContain('because nothing was found in those for password');
    expect(reasonOf('verify')).toBe('The draft is not from the documents for password.');
  });

  it('wants more of a label alone than of one that a search of all documents confirms', async () => {
    const jam = await putThrough('The printer has a paper jam.', 'wants-both');
    expect(jam.search).toEqual({ label: 'printer', has_found: true, is_confirmed: false });
    expect(jam.item.outcome).toBe('escalated');
    expect(jam.reasonOf('verify')).toMatch(
      /^printer is \d+ % probable, and a search of all documents finds another one first: then 100 % are wanted\.$/,
    );

    const tray = await putThrough('Printer out of toner, its lamp is red, tray two', 'wants-both');
    expect(tray.search).toEqual({ label: 'printer', has_found: true, is_confirmed: true });
    expect(tray.item.outcome).toBe('resolved');
    expect(tray.reasonOf('verify')).toContain('a search of all documents finds one of them first');
  });

  it.each([
    ['misspelt', 'prnter'],
    ['misspelt-policy', 'pasword'],
  ])('is refused for a label that its classifier does not know (%s)', async (name, label) => {
    const { status, body } = await desk.post<{ detail: string }>(`/v1/workflows/${name}/runs`, {
      input: { text: 'The printer has a paper jam.' },
    });

    expect(status).toBe(409);
    expect(body.detail).toContain(`names the label "${label}", which triage@1 does not know`);
  });
});
