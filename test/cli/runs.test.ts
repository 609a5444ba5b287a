import { describe, expect, it } from 'vitest';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import {
  eventStream,
  problem,
  startScriptedServer,
  type ScriptedReply,
} from './support/scripted-server.ts';

const RUN = `/v1/ingest-runs/${replies.RUN_ID}`;
const running = {
  ...replies.ingestRun,
  status: 'running',
  documents: { ...replies.ingestRun.documents, done: 1 },
  finished_at: null,
};
const failed = { ...replies.ingestRun, status: 'partly_failed' };

describe('runs watch', () => {
  it('shows the run when it has ended', async () => {
    await using server = await startScriptedServer({
      [`GET ${RUN}/events`]: eventStream([
        ['progress', running],
        ['done', replies.ingestRun],
      ]),
    });
    const result = await runCommand(['runs', 'watch', replies.RUN_ID], { url: server.url });
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain('1/2 files');
    expect(result.stdout).toContain('2: 2 done, 0 unchanged, 0 failed');
    expect(result.stdout).toContain('2 documents, 50 ms (p50 25 ms, p95 40 ms)');
    expect(server.requests[0]?.headers.accept).toBe('text/event-stream');
  });

  it('prints each event on a line of its own with --json', async () => {
    await using server = await startScriptedServer({
      [`GET ${RUN}/events`]: eventStream([
        ['progress', running],
        ['done', failed],
      ]),
    });
    const commandLine = ['runs', 'watch', replies.RUN_ID, '--json'];
    const result = await runCommand(commandLine, { url: server.url });
    expect(result.exitCode).toBe(1);
    const lines = result.stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { event: 'progress', data: running },
      { event: 'done', data: failed },
    ]);
  });

  it('connects again when the server restarts', async () => {
    const script: ScriptedReply[] = [
      eventStream([['progress', running]]),
      problem(503, 'The server is shutting down.'),
      eventStream([['error', problem(503, 'The server is shutting down.').body]]),
      eventStream([['done', replies.ingestRun]]),
    ];
    await using server = await startScriptedServer({
      [`GET ${RUN}/events`]: () => script.shift() ?? problem(500, 'Too many.'),
    });
    const result = await runCommand(['runs', 'watch', replies.RUN_ID], { url: server.url });
    expect(result.exitCode).toBe(0);
    expect(result.sleeps).toEqual([1_000, 1_000, 1_000]);
  });

  it('ends at once when there is no such run', async () => {
    await using server = await startScriptedServer({});
    const result = await runCommand(['runs', 'watch', replies.RUN_ID], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(server.requests).toHaveLength(1);
  });
});

describe('runs', () => {
  it.each(['pause', 'resume', 'cancel', 'retry'])('%s asks for it', async (verb) => {
    await using server = await startScriptedServer({
      [`POST ${RUN}/${verb}`]: { body: replies.ingestRun },
    });
    const result = await runCommand(['runs', verb, replies.RUN_ID], { url: server.url });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain(replies.RUN_ID);
  });

  it('retry names documents', async () => {
    await using server = await startScriptedServer({
      [`POST ${RUN}/retry`]: { body: replies.ingestRun },
    });
    const commandLine = ['runs', 'retry', replies.RUN_ID, '--document', replies.DOCUMENT_ID];
    await runCommand(commandLine, { url: server.url });
    const sent: unknown = JSON.parse(server.requests[0]?.body.toString('utf8') ?? '');
    expect(sent).toEqual({ document_ids: [replies.DOCUMENT_ID] });
  });

  it('says why a run cannot be paused', async () => {
    await using server = await startScriptedServer({
      [`POST ${RUN}/pause`]: problem(409, 'The run is paused already.'),
    });
    const result = await runCommand(['runs', 'pause', replies.RUN_ID], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('The run is paused already.');
  });
});

describe('collections', () => {
  const outcome = {
    dry_run: true,
    run_id: null,
    plan: {
      documents: 12,
      chunks: { affected: 410, kept: 120 },
      tokens_to_embed: 56_000,
      cost_usd: null,
      seconds: 90,
      reasons: { parser: 0, chunker: 0, chunking: 12, language: 0, embedding_profile: 0 },
      estimate: true,
    },
    collection: replies.collection,
  };

  it('update sends what is to change and tells the plan', async () => {
    await using server = await startScriptedServer({
      'PATCH /v1/collections/default': { body: outcome },
    });
    const options = ['--max-tokens', '64', '--embedding', 'configured', '--dry-run'];
    const result = await runCommand(['collections', 'update', 'default', ...options], {
      url: server.url,
    });
    expect(JSON.parse(server.requests[0]?.body.toString('utf8') ?? '')).toEqual({
      chunking: { max_tokens: 64 },
      embedding_profile: 'configured',
      dry_run: true,
    });
    expect(result.exitCode).toBe(0);
    for (const text of ['12 documents', 'about 56000 tokens', 'not known', '1m30s', 'chunking: 12'])
      expect(result.stdout).toContain(text);
    expect(result.stderr).toContain('Nothing was changed');
  });

  it('reindex says how to follow what it began', async () => {
    await using server = await startScriptedServer({
      'POST /v1/collections/default/reindex': {
        body: { ...outcome, dry_run: false, run_id: replies.RUN_ID },
      },
    });
    const result = await runCommand(['collections', 'reindex', 'default'], { url: server.url });
    expect(result.stderr).toContain(`footnote runs watch ${replies.RUN_ID}`);
  });
});
