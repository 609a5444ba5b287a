import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DEFAULT_CHUNKING } from '../../../../contract/collection.ts';
import { DEFAULT_LANGUAGE } from '../../../../contract/language.ts';
import type { DocumentMime } from '../../../../contract/document.ts';
import { detectFileType } from '../../../../core/file-type.ts';
import { createPreparer } from '../../../../ingest/prepare/prepare-in-child.ts';
import type { PrepareOutcome } from '../../../../ingest/prepare/prepared-document.ts';
import type { Preparer } from '../../../../ingest/prepare/preparer.ts';
import { projectRoot } from '../../../../platform/project-root.ts';

const childModule = new URL('misbehaving-child.mjs', import.meta.url);
const childReport = z.object({ pid: z.int(), hasEnvironment: z.boolean() });
const heldTime = z.object({ from: z.number(), to: z.number() });

const ASKED = {
  givenTitle: null,
  fallbackTitle: 'notes',
  chunking: DEFAULT_CHUNKING,
  language: DEFAULT_LANGUAGE,
};

function send(preparer: Preparer, text: string, signal?: AbortSignal): Promise<PrepareOutcome> {
  const bytes = new TextEncoder().encode(text);
  const mime: DocumentMime = 'text/markdown';
  return preparer.prepare({
    fileName: 'notes.md',
    mime,
    bytes,
    ...ASKED,
    ...(signal === undefined ? {} : { signal }),
  });
}

async function reportOf(preparer: Preparer): Promise<z.infer<typeof childReport>> {
  return readReport(await send(preparer, 'report'));
}

function readReport(outcome: PrepareOutcome): z.infer<typeof childReport> {
  return childReport.parse(textOf(outcome));
}

function textOf(outcome: PrepareOutcome): unknown {
  return JSON.parse(outcome.kind === 'prepared' ? outcome.document.text : '{}');
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('createPreparer', () => {
  it('parses documents one after another in the same child', async () => {
    await using preparer = createPreparer();
    const outcomes = await Promise.all(['# One', '', '# Two'].map((text) => send(preparer, text)));
    expect(outcomes).toMatchObject([
      { kind: 'prepared', document: { title: 'One', text: 'One' } },
      { kind: 'failed', code: 'empty' },
      { kind: 'prepared', document: { title: 'Two' } },
    ]);
  });

  it('lets a quick document pass two slow ones', async () => {
    const preparer = createPreparer({ childModule, patienceMs: 10 });
    const slow = ['hang', 'hang'].map((order) => send(preparer, order).catch(String));
    const [first, second] = await Promise.all([reportOf(preparer), reportOf(preparer)]);
    expect(first.pid).toBe(second.pid);
    await preparer.close();
    expect(await Promise.all(slow)).toEqual(slow.map(() => expect.stringContaining('closed')));
  });

  it('keeps to one child while documents are quick', async () => {
    await using preparer = createPreparer({ childModule, patienceMs: 20_000 });
    const reports = await Promise.all(Array.from({ length: 20 }, () => reportOf(preparer)));
    expect(new Set(reports.map(({ pid }) => pid)).size).toBe(1);
  });

  it('ends the children that it no longer needs', async () => {
    await using preparer = createPreparer({ childModule, patienceMs: 1, idleMs: 300 });
    const reports = await Promise.all(['pause', 'pause'].map((order) => send(preparer, order)));
    const pids = reports.map((report) => readReport(report).pid);
    expect(new Set(pids).size).toBe(2);
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 5_000 });
  });

  it.runIf(process.platform === 'linux')(
    'reads one after another what would need too much memory together',
    async () => {
      await using preparer = createPreparer({
        childModule,
        patienceMs: 1,
        maxTotalMegabytes: 420,
      });
      const outcomes = await Promise.all(['hold', 'hold'].map((order) => send(preparer, order)));
      const [one, other] = outcomes.map((outcome) => heldTime.parse(textOf(outcome)));
      expect(one?.to).toBeLessThanOrEqual(other?.from ?? 0);
    },
  );

  it('rejects what waits as soon as it is aborted', async () => {
    await using preparer = createPreparer({ childModule, maxChildren: 1 });
    const running = send(preparer, 'hang').catch(String);
    const controller = new AbortController();
    const waiting = send(preparer, 'report', controller.signal);
    controller.abort(new Error('lease lost'));
    await expect(waiting).rejects.toThrow('lease lost');
    await preparer.close();
    expect(await running).toContain('closed');
  });

  it.each([
    ['hang', 'too_slow', /within 0.3 s/],
    ['exit', 'unreadable', /exit code 3/],
    ['kill', 'unreadable', /SIGKILL/],
    ['fill the heap', 'unreadable', /more than 64 MB of memory/],
  ])(
    'reports a child that is told to %s and goes on with the next',
    async (order, code, detail) => {
      const timeoutMs = order === 'hang' ? 300 : 20_000;
      await using preparer = createPreparer({ childModule, timeoutMs, maxHeapMegabytes: 64 });
      const first = await reportOf(preparer);
      const outcome = await send(preparer, order);
      expect(outcome).toMatchObject({
        kind: 'failed',
        code,
        detail: expect.stringMatching(detail),
      });
      const second = await reportOf(preparer);
      expect(second.pid).not.toBe(first.pid);
      expect(isRunning(first.pid)).toBe(false);
    },
  );

  it.runIf(process.platform === 'linux')('stops a child that fills its buffers', async () => {
    await using preparer = createPreparer({ childModule, maxResidentMegabytes: 300 });
    expect(await send(preparer, 'fill buffers')).toMatchObject({
      code: 'unreadable',
      detail: expect.stringContaining('more than 300 MB of memory'),
    });
  });

  it('gives the child nothing of the environment', async () => {
    vi.stubEnv('FOOTNOTE_SECRET', 'secret');
    await using preparer = createPreparer({ childModule });
    expect(await reportOf(preparer)).toMatchObject({ hasEnvironment: false });
    vi.unstubAllEnvs();
  });

  it('ends a child that has nothing to do', async () => {
    await using preparer = createPreparer({ childModule, idleMs: 1 });
    const { pid } = await reportOf(preparer);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5_000 });
    expect((await reportOf(preparer)).pid).not.toBe(pid);
  });

  it('rejects with the reason when it is aborted', async () => {
    await using preparer = createPreparer({ childModule });
    const controller = new AbortController();
    const running = send(preparer, 'hang', controller.signal);
    controller.abort(new Error('lease lost'));
    await expect(running).rejects.toThrow('lease lost');
    expect((await reportOf(preparer)).pid).toBeGreaterThan(0);
  });

  it('rejects what runs and what comes after it is closed', async () => {
    const preparer = createPreparer({ childModule });
    const { pid } = await reportOf(preparer);
    const running = send(preparer, 'hang').catch(String);
    await preparer.close();
    expect(await running).toContain('closed');
    await expect(send(preparer, 'report')).rejects.toThrow('closed');
    expect(isRunning(pid)).toBe(false);
  });

  it('refuses a file that is too large without starting a child', async () => {
    await using preparer = createPreparer({ childModule: new URL('file:///missing.js') });
    const bytes = new Uint8Array(25 * 1024 * 1024 + 1);
    expect(
      await preparer.prepare({ ...ASKED, fileName: 'a.txt', mime: 'text/plain', bytes }),
    ).toMatchObject({
      code: 'too_large',
    });
  });

  it('says so when the child cannot start', async () => {
    await using preparer = createPreparer({ childModule: new URL('file:///missing.js') });
    await expect(send(preparer, '# One')).rejects.toThrow('did not start: exit code 1');
  });

  it.each(['die', 'close', 'forget'])(
    'leaves no child to a parent that is told to %s',
    async (end) => {
      const script = fileURLToPath(new URL('ending-parent.ts', import.meta.url));
      const stdout = await new Promise<string>((resolve) => {
        execFile(process.execPath, ['--import', 'tsx', script, end], (_error, text) =>
          resolve(text),
        );
      });
      const { pid } = childReport.parse(JSON.parse(stdout));
      await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5_000 });
    },
  );
});

const sharedFolder =
  process.env['FOOTNOTE_SHARED_DATA'] ?? join(projectRoot, '..', 'shared', 'data');

describe.runIf(existsSync(join(sharedFolder, 'pdfs')))(
  'damaged files of the shared collections',
  () => {
    it.each([
      ['pdfs', '.pdf'],
      ['zips', '.docx'],
      ['zips', '.pptx'],
      ['zips', '.xlsx'],
    ])('each end in an outcome: %s', async (folder, extension) => {
      await using preparer = createPreparer({ timeoutMs: 10_000 });
      const names = await readdir(join(sharedFolder, folder));
      const files = names.filter((name) => !name.endsWith('.json'));
      expect(files.length).toBeGreaterThan(10);
      for (const name of files) {
        const bytes = new Uint8Array(await readFile(join(sharedFolder, folder, name)));
        const fileName = name.replace(/\.zip$/, extension);
        const type = detectFileType({ fileName, bytes });
        const result =
          type.kind === 'known'
            ? await preparer.prepare({ ...ASKED, fileName, mime: type.mime, bytes })
            : type;
        const said = `${name}: ${JSON.stringify(result)}`;
        expect(said).toMatch(/"(?:text|detail)":"[^"]/);
        expect(said).not.toMatch(/unexpectedly|within 10 s/);
      }
    });
  },
);
