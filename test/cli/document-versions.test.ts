import { describe, expect, it } from 'vitest';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer, type ScriptedReply } from './support/scripted-server.ts';

const json = (body: unknown): ScriptedReply => ({ body });
const PATH = `/v1/documents/${replies.DOCUMENT_ID}`;
const TIME = '2026-11-23T09:30:00.000Z';

const words = [
  { op: 'equal', text: `${'Long introduction. '.repeat(20)}Carers get ` },
  { op: 'delete', text: '5' },
  { op: 'insert', text: '10' },
  { op: 'equal', text: ' days.' },
];

const chunk = {
  chunk_id: replies.CHUNK_ID,
  position: 0,
  heading_path: ['Leave'],
  page: 4,
  char_start: 0,
  char_end: 100,
};

const diff = {
  document_id: replies.DOCUMENT_ID,
  from: { ...replies.documentVersion, version: 2 },
  to: replies.documentVersion,
  counts: { kept: 13, moved: 0, retitled: 0, changed: 1, added: 0, removed: 0 },
  changes: [{ kind: 'changed', from: chunk, to: chunk, granularity: 'word', words }],
};

const citing = {
  trace_id: replies.TRACE_ID,
  question: 'How many days?',
  asked_at: TIME,
  status: 'answered',
  cited: [],
  stale: {
    run_id: replies.RUN_ID,
    from_version: 2,
    to_version: 3,
    marked_at: TIME,
    changes: [
      {
        chunk_id: replies.CHUNK_ID,
        document_id: replies.DOCUMENT_ID,
        change: 'changed',
        run_id: replies.RUN_ID,
        from_version: 2,
        to_version: 3,
        marked_at: TIME,
        replaced_by: replies.CHUNK_ID,
        headings: { from: [], to: [] },
        words,
      },
    ],
  },
  reasked_as: null,
};

function reaskReply(error: { readonly code: string; readonly detail: string } | null) {
  const old = { id: replies.TRACE_ID, status: 'answered', answer: '5 days [1].', citations: [] };
  const fresh = error === null ? { ...old, answer: '10 days [1].' } : null;
  return { data: [{ question: 'How many days?', old, new: fresh, error }], remaining: 2 };
}

const routes: Readonly<Record<string, ScriptedReply>> = {
  [`GET ${PATH}/diff`]: json(diff),
  [`POST ${PATH}/versions/2/restore`]: json({ ...replies.document, version: 4 }),
  [`PATCH ${PATH}`]: json({ ...replies.document, classification: 'confidential', acl: ['hr'] }),
  [`GET ${PATH}/answers`]: json(replies.pageOf(citing)),
  'POST /v1/answers/reask': json(reaskReply(null)),
};

describe('documents diff', () => {
  it('marks words where there is no colour, and shortens what stayed', async () => {
    await using server = await startScriptedServer(routes);
    const commandLine = ['documents', 'diff', replies.DOCUMENT_ID, '--from', '2'];
    const { stdout, exitCode } = await runCommand(commandLine, { url: server.url });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Version 2 → 3: 1 changed, 13 kept.');
    expect(stdout).toContain('changed: page 4, Leave');
    expect(stdout).toContain('Carers get [-5-]{+10+} days.');
    expect(stdout).toContain(' … ');
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({ from: '2' });
  });

  it('shows words in colour on a terminal', async () => {
    await using server = await startScriptedServer(routes);
    const settings = { color: 'always' as const };
    const commandLine = ['documents', 'diff', replies.DOCUMENT_ID];
    const { stdout } = await runCommand(commandLine, { url: server.url, settings });
    expect(stdout).toContain('\u001b[32m10\u001b[39m');
    expect(stdout).not.toContain('{+');
  });

  it('prints the JSON that came, when asked behind the subcommand', async () => {
    await using server = await startScriptedServer(routes);
    const commandLine = ['documents', 'diff', replies.DOCUMENT_ID, '--json'];
    const { stdout } = await runCommand(commandLine, { url: server.url });
    expect(JSON.parse(stdout)).toEqual(diff);
  });
});

describe('documents restore and set', () => {
  it('restore says which version serves now', async () => {
    await using server = await startScriptedServer(routes);
    const commandLine = ['documents', 'restore', replies.DOCUMENT_ID, '--to', '2'];
    const { stdout } = await runCommand(commandLine, { url: server.url });
    expect(stdout).toBe('hr/family-leave-guide.pdf: version 2 serves again, as version 4.\n');
  });

  it('set sends what is named and nothing else', async () => {
    await using server = await startScriptedServer(routes);
    const settings = [
      '--classification',
      'confidential',
      '--group',
      'hr',
      '--no-tags',
      '--approve',
    ];
    const { stdout } = await runCommand(['documents', 'set', replies.DOCUMENT_ID, ...settings], {
      url: server.url,
    });
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({
      classification: 'confidential',
      acl: ['hr'],
      tags: [],
      approved: true,
    });
    expect(stdout).toContain('confidential, readable by hr');
  });
});

describe('documents stale and reask', () => {
  it('stale shows what each answer cited and what stands there now', async () => {
    await using server = await startScriptedServer(routes);
    const commandLine = ['documents', 'stale', replies.DOCUMENT_ID, '--limit', '5'];
    const { stdout } = await runCommand(commandLine, { url: server.url });
    expect(stdout).toContain('How many days?');
    expect(stdout).toContain(`trace ${replies.TRACE_ID}`);
    expect(stdout).toContain('changed in version 3, cited from version 2:');
    expect(stdout).toContain('[-5-]{+10+}');
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      limit: '5',
      stale: 'true',
    });
  });

  it('reask shows the old answer and the new one', async () => {
    await using server = await startScriptedServer(routes);
    const commandLine = ['documents', 'reask', '--run', replies.RUN_ID, '--limit', '1'];
    const result = await runCommand(commandLine, { url: server.url });
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({
      run_id: replies.RUN_ID,
      limit: 1,
    });
    expect(result.stdout).toContain('was: 5 days [1].');
    expect(result.stdout).toContain('now: 10 days [1].');
    expect(result).toMatchObject({ exitCode: 0, stderr: '1 asked anew, 2 remaining.\n' });
  });

  it('reask exits with 1 when one could not be answered', async () => {
    const error = { code: 'unavailable', detail: 'The model does not answer.' };
    await using server = await startScriptedServer({
      'POST /v1/answers/reask': json(reaskReply(error)),
    });
    const commandLine = ['documents', 'reask', replies.DOCUMENT_ID];
    const { exitCode, stdout } = await runCommand(commandLine, { url: server.url });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('not answered: The model does not answer.');
  });
});

describe('--as-of', () => {
  it.each([
    ['ask', 'the end of a day', '2026-03-01', '2026-03-01T23:59:59.999Z'],
    ['retrieve', 'the end of a day', '2026-03-01', '2026-03-01T23:59:59.999Z'],
    ['retrieve', 'a time in UTC', '2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
  ])('%s sends %s for %s', async (command, _what, given, sent) => {
    const answers = { 'POST /v1/answers': json({}), 'POST /v1/retrieve': json({}) };
    await using server = await startScriptedServer(answers);
    await runCommand([command, 'How many days?', '--as-of', given], { url: server.url });
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toMatchObject({
      as_of: sent,
    });
  });
});
