import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as replies from './support/replies.ts';
import { runCommand, type CommandOptions } from './support/run-command.ts';
import {
  problem,
  startScriptedServer,
  type ReceivedRequest,
  type ScriptedReply,
} from './support/scripted-server.ts';

const UPLOAD = 'POST /v1/documents';
const RUN = `GET /v1/ingest-runs/${replies.RUN_ID}`;
const accepted: ScriptedReply = { status: 202, body: { run_id: replies.RUN_ID, documents: [] } };

interface Upload {
  readonly idempotencyKey: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly files: readonly {
    readonly name: string;
    readonly type: string;
    readonly text: string;
  }[];
}

async function readUpload(request: ReceivedRequest): Promise<Upload> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(request.body), { headers }).formData();
  const files: { name: string; type: string; text: string }[] = [];
  const fields: Record<string, string[]> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = [...(fields[name] ?? []), value];
    else files.push({ name: value.name, type: value.type, text: await value.text() });
  }
  return { idempotencyKey: String(request.headers['idempotency-key']), fields, files };
}

function uploadsTo(server: { readonly requests: readonly ReceivedRequest[] }) {
  return Promise.all(
    server.requests.filter((request) => request.method === 'POST').map(readUpload),
  );
}

/** Runs `ingest` over a temporary folder with these files. */
async function ingest(
  files: Readonly<Record<string, string>>,
  options: CommandOptions & { readonly arguments?: readonly string[] },
) {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  try {
    return await runCommand(['ingest', '.', ...(options.arguments ?? [])], {
      ...options,
      settings: { ...options.settings, workingDirectory: folder },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runWith(documents: object, extra: object = {}): ScriptedReply {
  const counts = { ...replies.ingestRun.documents, ...documents };
  return { body: { ...replies.ingestRun, documents: counts, ...extra } };
}

describe('ingest', () => {
  it('sends files with their source, type and settings, and tells what came of them', async () => {
    await using server = await startScriptedServer({
      [UPLOAD]: accepted,
      [RUN]: runWith({ total: 2, done: 1, unchanged: 1 }),
    });
    const rights = ['--classification', 'confidential', '--acl', 'hr', '--acl', 'legal'];
    const result = await ingest(
      { 'hr/leave.md': '# Leave', 'b.csv': 'a,b' },
      { url: server.url, arguments: ['-c', 'handbook', '-t', 'x', '-t', 'y', ...rights] },
    );
    expect(await uploadsTo(server)).toEqual([
      {
        idempotencyKey: 'id-1',
        fields: {
          collection: ['handbook'],
          classification: ['confidential'],
          tags: ['x', 'y'],
          acl: ['hr', 'legal'],
          source: ['b.csv', 'hr/leave.md'],
        },
        files: [
          { name: 'b.csv', type: 'text/csv', text: 'a,b' },
          { name: 'leave.md', type: 'text/markdown', text: '# Leave' },
        ],
      },
    ]);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toBe(
      '1 ingested, 1 unchanged, 0 failed, 0 skipped; 9 chunks added, 1 reused, in 0s.\n',
    );
  });

  it('sends at most 20 files a request, each with a key of its own', async () => {
    await using server = await startScriptedServer({ [UPLOAD]: accepted, [RUN]: runWith({}) });
    const names = Array.from({ length: 45 }, (_, index) => [`${index}.md`, 'x'] as const);
    await ingest(Object.fromEntries(names), { url: server.url });
    const uploads = await uploadsTo(server);
    expect(uploads.map((upload) => [upload.idempotencyKey, upload.files.length])).toEqual([
      ['id-1', 20],
      ['id-2', 20],
      ['id-3', 5],
    ]);
  });

  it('waits until the run is finished, in plain lines without a terminal', async () => {
    let polls = 0;
    await using server = await startScriptedServer({
      [UPLOAD]: accepted,
      [RUN]: () => {
        polls += 1;
        return polls < 25
          ? runWith({ total: 1, done: 0 }, { status: 'running' })
          : runWith({ total: 1, done: 1 });
      },
    });
    const result = await ingest({ 'a.md': 'x' }, { url: server.url });
    expect(polls).toBe(25);
    expect(result.stderr.split('\n')).toEqual([
      '0/1 files, 0 chunks, sending',
      '0/1 files, 10 chunks, waiting for the worker',
      '1/1 files, 10 chunks, 1 chunks/s',
      '',
    ]);
  });

  it('rewrites one line on a terminal', async () => {
    await using server = await startScriptedServer({
      [UPLOAD]: accepted,
      [RUN]: runWith({ total: 1, done: 1 }),
    });
    const result = await ingest({ 'a.md': 'x' }, { url: server.url, isTty: true, columns: 60 });
    expect(result.stderr).toContain('\r\u001B[K████');
    expect(result.stderr).not.toContain('\n');
    expect(result.stderr.endsWith('\r\u001B[K')).toBe(true);
  });

  it('lists failures with their reason and exits with 1', async () => {
    const errors = [
      {
        document_id: replies.DOCUMENT_ID,
        source: 'locked.pdf',
        code: 'encrypted',
        detail: 'The PDF needs a password.',
      },
    ];
    await using server = await startScriptedServer({
      [UPLOAD]: accepted,
      [RUN]: runWith({ total: 2, done: 1, failed: 1 }, { status: 'partly_failed', errors }),
    });
    const result = await ingest(
      { 'locked.pdf': '%PDF-1.7', 'a.md': 'x', 'b.png': 'x' },
      { url: server.url },
    );
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('b.png: the type .png is not supported');
    expect(result.stderr).toContain('failed  locked.pdf: The PDF needs a password. (encrypted)');
    expect(result.stdout).toContain('1 ingested, 0 unchanged, 1 failed, 1 skipped');
  });

  it('lets one refused file fail alone and sends the others', async () => {
    await using server = await startScriptedServer({
      [UPLOAD]: (request) =>
        request.body.includes('bad')
          ? problem(415, 'bad.md: it cannot be read.', {
              errors: [{ path: 'file', message: 'it is a zip archive' }],
            })
          : accepted,
      [RUN]: runWith({}),
    });
    const files = { 'a.md': '1', 'bad.md': '2', 'c.md': '3', 'd.md': '4' };
    const result = await ingest(files, { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /^failed {2}bad\.md: it cannot be read\. \(it is a zip archive\)$/m,
    );
    const sent = (await uploadsTo(server)).map((upload) => upload.fields['source']);
    expect(sent).toEqual([
      ['a.md', 'bad.md', 'c.md', 'd.md'],
      ['a.md', 'bad.md'],
      ['a.md'],
      ['bad.md'],
      ['c.md', 'd.md'],
    ]);
  });

  it('repeats a request under its key while the server is busy', async () => {
    let tries = 0;
    const busy = { ...problem(503, 'Too much to do.'), headers: { 'retry-after': '7' } };
    await using server = await startScriptedServer({
      [UPLOAD]: () => {
        tries += 1;
        return tries < 3 ? busy : accepted;
      },
      [RUN]: runWith({}),
    });
    const result = await ingest({ 'a.md': 'x' }, { url: server.url });
    expect(result.exitCode).toBe(0);
    expect(result.sleeps).toEqual([7_000, 7_000]);
    const keys = (await uploadsTo(server)).map((upload) => upload.idempotencyKey);
    expect(keys).toEqual(['id-1', 'id-1', 'id-1']);
  });

  it('gives up on a server that stays busy', async () => {
    await using server = await startScriptedServer({ [UPLOAD]: problem(503, 'Too much to do.') });
    const result = await ingest({ 'a.md': 'x' }, { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('Too much to do.');
    expect(server.requests).toHaveLength(5);
  });

  it('stops at once when the key may not ingest', async () => {
    await using server = await startScriptedServer({ [UPLOAD]: problem(403, 'No ingest scope.') });
    const result = await ingest({ 'a.md': 'x', 'b.md': 'y' }, { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  it('asks again for a run when the server was away for a moment', async () => {
    let polls = 0;
    await using server = await startScriptedServer({
      [UPLOAD]: accepted,
      [RUN]: () => {
        polls += 1;
        return polls < 4 ? problem(503, 'Starting.') : runWith({});
      },
    });
    expect((await ingest({ 'a.md': 'x' }, { url: server.url })).exitCode).toBe(0);
  });

  it('names the run when the server does not come back', async () => {
    await using server = await startScriptedServer({
      [UPLOAD]: accepted,
      [RUN]: problem(503, 'Starting.'),
    });
    const result = await ingest({ 'a.md': 'x' }, { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(`see footnote runs show ${replies.RUN_ID}`);
  });

  it('prints runs and left-out files as JSON', async () => {
    await using server = await startScriptedServer({ [UPLOAD]: accepted, [RUN]: runWith({}) });
    const result = await ingest(
      { 'a.md': 'x', 'b.png': 'x' },
      { url: server.url, arguments: ['--json', '--quiet'] },
    );
    expect(result.stderr).toBe('');
    expect(JSON.parse(result.stdout)).toMatchObject({
      runs: [replies.ingestRun],
      skipped: [{ reason: 'the type .png is not supported' }],
      not_sent: [],
    });
  });

  it('fails when there is nothing to ingest, without calling', async () => {
    await using server = await startScriptedServer({});
    const result = await ingest({ 'a.png': 'x' }, { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toBe('Nothing to ingest was found.\n');
    expect(server.requests).toEqual([]);
  });
});
