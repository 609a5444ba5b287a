import { describe, expect, it } from 'vitest';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { eventStream, problem, startScriptedServer } from './support/scripted-server.ts';

const ANSWERS = 'POST /v1/answers';

function streamOf(text: string, done: object = replies.answer) {
  return eventStream([
    ['route', replies.route],
    ...text.split(/(?<= )/).map((part) => ['delta', { text: part, provisional: true }] as const),
    ['done', done],
  ]);
}

function bodyOf(server: { readonly requests: readonly { readonly body: Buffer }[] }): unknown {
  return JSON.parse(server.requests[0]?.body.toString() ?? 'null');
}

describe('ask', () => {
  it('prints answer, numbered citations, verdict and the address of the trace', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: { body: replies.answer } });
    const result = await runCommand(['ask', 'How much leave?'], { url: server.url });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout.split('\n')).toEqual([
      'You get 5 days a year [1].',
      '',
      '[1] Family leave guide (hr/family-leave-guide.pdf, page 4, Leave › Carer’s leave)',
      '    “Employees may take up to five working days of carer’s leave in each year.”',
      '',
      'Verified: every claim is supported by what it cites (1 checked by builtin-1).',
      'Model builtin-extractive, 31 ms',
      `Trace ${server.url.origin}/traces/${replies.TRACE_ID}`,
      '',
    ]);
  });

  it('sends what was asked for and nothing else', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: { body: replies.answer } });
    const options = ['-c', 'hr', '-c', 'it', '--model', 'small', '--max-chunks', '3'];
    await runCommand(['ask', 'Leave?', ...options], { url: server.url });
    expect(bodyOf(server)).toEqual({
      question: 'Leave?',
      collections: ['hr', 'it'],
      model: 'small',
      max_chunks: 3,
    });
  });

  it('names doubtful claims, dangling markers and what access rules left out', async () => {
    const body = {
      ...replies.answer,
      status: 'needs_review',
      removed_by_access: 1,
      citations: [
        {
          ...replies.citation,
          marker: 7,
          chunk_id: null,
          document_id: null,
          document_version: null,
          title: null,
          source: null,
          page: null,
          char_start: null,
          char_end: null,
          quote: null,
          status: 'dangling',
        },
      ],
      claims: [{ ...replies.claim, verdict: 'unsupported' }],
      verification: { ...replies.verification, verdict: 'unverified', unsupported_claims: 1 },
    };
    await using server = await startScriptedServer({ [ANSWERS]: { body } });
    const { stdout } = await runCommand(['ask', 'Leave?'], { url: server.url });
    expect(stdout).toContain('[7] names no chunk (a dangling marker)');
    expect(stdout).toContain('Held back for review. Not verified: 1 of 1 claims not supported');
    expect(stdout).toContain('unsupported: “You get 5 days a year”');
    expect(stdout).toContain('; 1 chunk left out by access rules');
  });

  it('says that it abstained', async () => {
    const body = {
      ...replies.answer,
      status: 'abstained',
      citations: [],
      claims: [],
      verification: { ...replies.verification, verdict: 'not_applicable' },
    };
    await using server = await startScriptedServer({ [ANSWERS]: { body } });
    const { stdout, exitCode } = await runCommand(['ask', 'Leave?'], { url: server.url });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Abstained: the documents do not support an answer.');
  });

  it('streams on a terminal and prints the text once when its check changed nothing', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: streamOf(replies.answer.answer) });
    const { stdout } = await runCommand(['ask', 'Leave?'], { url: server.url, isTty: true });
    expect(bodyOf(server)).toEqual({ question: 'Leave?', stream: true });
    expect(stdout.match(/You get 5 days a year \[1\]\./g)).toHaveLength(1);
    expect(stdout).toContain('Verified');
  });

  it('prints the checked answer below when it differs from what was streamed', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: streamOf('You get 9 days.') });
    const { stdout } = await runCommand(['ask', 'Leave?'], { url: server.url, isTty: true });
    expect(stdout).toContain('After its check the answer is:\nYou get 5 days a year [1].');
  });

  it('keeps provisional text off a stdout that is no terminal', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: streamOf('You get 9 days.') });
    const result = await runCommand(['ask', 'Leave?', '--stream'], { url: server.url });
    expect(result.stderr).toBe('You get 9 days.\n');
    expect(result.stdout).toMatch(/^You get 5 days a year \[1\]\.\n/);
  });

  it('does not stream on a terminal when told not to', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: { body: replies.answer } });
    await runCommand(['ask', 'Leave?', '--no-stream'], { url: server.url, isTty: true });
    expect(bodyOf(server)).toEqual({ question: 'Leave?' });
  });

  it('prints the whole body with --json', async () => {
    const body = { ...replies.answer, added_later: true };
    await using server = await startScriptedServer({ [ANSWERS]: { body } });
    const result = await runCommand(['ask', 'Leave?', '--json'], { url: server.url, isTty: true });
    expect(JSON.parse(result.stdout)).toEqual(body);
  });

  it('prints one event a line with --json --stream', async () => {
    await using server = await startScriptedServer({ [ANSWERS]: streamOf('Five.') });
    const { stdout } = await runCommand(['ask', 'Leave?', '--json', '--stream'], {
      url: server.url,
    });
    const events = stdout.trim().split('\n');
    expect(events.map((line) => JSON.parse(line))).toEqual([
      { event: 'route', data: replies.route },
      { event: 'delta', data: { text: 'Five.', provisional: true } },
      { event: 'done', data: replies.answer },
    ]);
  });

  it('fails with the problem of an error event', async () => {
    const event = problem(503, 'The model is away.').body;
    await using server = await startScriptedServer({ [ANSWERS]: eventStream([['error', event]]) });
    const result = await runCommand(['ask', 'Leave?', '--stream'], { url: server.url });
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('Refused (503): The model is away. (request req-1)');
  });

  it('fails when the stream ends early, and names the trace', async () => {
    await using server = await startScriptedServer({
      [ANSWERS]: eventStream([['delta', { text: 'You', provisional: true }]]),
    });
    const result = await runCommand(['ask', 'Leave?', '--stream'], { url: server.url });
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toMatch(/^You\nfootnote: /);
    expect(result.stderr).toContain('ended before the answer was complete. Its trace is trace-1.');
  });
});
