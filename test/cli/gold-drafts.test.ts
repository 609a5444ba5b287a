import { describe, expect, it } from 'vitest';
import { GoldDraft } from '../../contract/gold-draft.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
const draft = GoldDraft.parse({
  id: ID,
  gold_set: 'ours',
  status: 'draft',
  template: 'value_in_sentence',
  model: null,
  trace_id: null,
  item: {
    id: 'draft-1',
    input: 'Travel: what may a hotel cost?',
    expected: { accepted_answers: ['£185'] },
  },
  document_id: '0198c0de-0000-7000-8000-000000000002',
  document_version: 1,
  quote: 'A hotel may cost £185.',
  char_start: 0,
  char_end: 22,
  created_by: 'admin',
  created_at: '2026-11-23T15:00:00.000Z',
  decided_by: null,
  decided_at: null,
});
const NOTHING_ASKED = {
  asked: 0,
  not_kept: [],
  usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
};
const path = '/v1/gold-sets/ours/drafts';
const goldSet = {
  name: 'ours',
  version: 3,
  items: 4,
  note: '',
  created_by: 'admin',
  created_at: '2026-11-23T15:00:00.000Z',
};

describe('gold-sets', () => {
  it('drafts items from a collection', async () => {
    await using server = await startScriptedServer({
      [`POST ${path}`]: { status: 201, body: { data: [draft], documents: 7, ...NOTHING_ASKED } },
    });
    const commandLine = ['gold-sets', 'draft', 'ours', '-c', 'hr', '--count', '5'];
    const { exitCode, stdout } = await runCommand(commandLine, { url: server.url });
    expect([exitCode, stdout]).toEqual([0, '1 new drafts; documents read: 7\n']);
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      count: 5,
      by: 'template',
      collection: 'hr',
    });
  });

  it('has a model write, and says what was not kept', async () => {
    const body = {
      data: [draft],
      documents: 7,
      asked: 4,
      not_kept: [
        { reason: 'quote_not_found', count: 2 },
        { reason: 'not_in_form', count: 1 },
      ],
      usage: { input_tokens: 900, output_tokens: 90, cost_usd: 0.0125 },
    };
    await using server = await startScriptedServer({ [`POST ${path}`]: { status: 201, body } });
    const commandLine = ['gold-sets', 'draft', 'ours', '-c', 'hr', '--by', 'model'];
    const { stdout } = await runCommand([...commandLine, '--model', 'large'], { url: server.url });
    expect(stdout).toBe(
      '1 new drafts; documents read: 7\nasked about 4 chunks, $0.0125; not kept: 2 quote_not_found, 1 not_in_form\n',
    );
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      count: 20,
      by: 'model',
      model: 'large',
      collection: 'hr',
    });
  });

  it('lists drafts with the quote beside the question', async () => {
    await using server = await startScriptedServer({
      [`GET ${path}`]: { body: { data: [draft], next_cursor: null } },
    });
    const { stdout } = await runCommand(['gold-sets', 'drafts', 'ours'], {
      url: server.url,
      columns: 200,
    });
    expect(stdout).toMatch(/£185 +Travel: what may a hotel cost\? +A hotel may cost £185\./);
  });

  it('approves a draft with another question and answers', async () => {
    await using server = await startScriptedServer({
      [`POST ${path}/${ID}/decision`]: { body: { draft, gold_set: goldSet } },
    });
    const edits = ['--input', 'How much?', '--answer', '£185', '--answer', '185 pounds'];
    const { stdout } = await runCommand(['gold-sets', 'approve', 'ours', ID, ...edits], {
      url: server.url,
    });
    expect(stdout).toBe('ours, version 3\n');
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      decision: 'approve',
      input: 'How much?',
      accepted_answers: ['£185', '185 pounds'],
    });
  });

  it('dismisses a draft', async () => {
    await using server = await startScriptedServer({
      [`POST ${path}/${ID}/decision`]: { body: { draft, gold_set: null } },
    });
    const { stdout } = await runCommand(['gold-sets', 'dismiss', 'ours', ID], { url: server.url });
    expect(stdout).toBe('Dismissed.\n');
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({ decision: 'dismiss' });
  });
});
