import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../../../models/embedder.ts';
import {
  openLocalEmbedder,
  type LocalEmbedderOptions,
} from '../../../../models/local/local-embedder.ts';
import type { DownloadProgress } from '../../../../models/local/child-messages.ts';
import {
  TINY_EMBEDDER,
  writeTinyEmbedder,
} from '../../../support/tiny-models/write-tiny-embedder.ts';
import { TINY_DIMENSIONS } from '../../../support/tiny-models/write-tiny-model.ts';

/** Nothing listens there, so every download fails at once. */
const NO_HUB = 'http://127.0.0.1:2/';
/** Each worker loads the library anew. */
const START_TIMEOUT_MS = 60_000;
let folder: string;
let embedder: Embedder;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyEmbedder(folder);
  embedder = await open();
}, START_TIMEOUT_MS);

afterAll(async () => {
  await embedder.close();
  await rm(folder, { recursive: true });
});

function open(options: Partial<LocalEmbedderOptions> = {}): Promise<Embedder> {
  return openLocalEmbedder({
    cacheFolder: folder,
    model: TINY_EMBEDDER,
    hubUrl: NO_HUB,
    ...options,
  });
}

async function embed(texts: readonly string[], from = embedder): Promise<readonly Float32Array[]> {
  return from.embed({ texts, purpose: 'document' });
}

describe('openLocalEmbedder', { timeout: START_TIMEOUT_MS }, () => {
  it('asks the model for its dimensions', () => {
    expect(embedder.profile).toEqual({
      adapter: 'local',
      name: TINY_EMBEDDER,
      version: expect.stringMatching(/^q8-main-[0-9a-f]{8}$/u),
      dimensions: TINY_DIMENSIONS,
    });
  });

  it('gives unit vectors in the order of the texts, whatever their lengths', async () => {
    const texts = Array.from(
      { length: 20 },
      (_, n) => 'bank loan '.repeat((n * 7) % 20) + `fish ${n}`,
    );
    const together = await embed(texts);
    expect(together).toHaveLength(20);
    for (const [at, text] of texts.entries()) {
      const [alone] = await embed([text]);
      expect(Math.hypot(...(together[at] ?? []))).toBeCloseTo(1, 5);
      expect(cosine(together[at], alone)).toBeCloseTo(1, 5);
    }
  });

  it('brings texts that share words nearer than texts that share none', async () => {
    const [question, related, unrelated] = await embed([
      'how many days of annual leave',
      'annual leave is 25 days',
      'reset the vpn password',
    ]);
    expect(cosine(question, related)).toBeGreaterThan(cosine(question, unrelated) + 0.2);
  });

  it('gives nothing for nothing', async () => {
    expect(await embed([])).toEqual([]);
  });

  it('answers requests that overlap, each with its own vectors', async () => {
    const texts = ['boat', 'bank loan', 'vpn password'];
    const alone = await embed(texts);
    const overlapping = await Promise.all(texts.map((text) => embed([text])));
    expect(overlapping.map(([vector], at) => cosine(vector, alone[at]))).toEqual(
      texts.map(() => expect.closeTo(1, 5)),
    );
  });

  it('stops waiting when the caller gives up, and goes on for others', async () => {
    const controller = new AbortController();
    const given = embedder.embed({
      texts: ['boat'],
      purpose: 'document',
      signal: controller.signal,
    });
    controller.abort(new Error('the caller left'));
    await expect(given).rejects.toThrow('the caller left');
    expect(await embed(['boat'])).toHaveLength(1);
  });

  it('keeps the thread of its caller free', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await embed(Array.from({ length: 500 }, (_, n) => 'annual leave policy '.repeat(n % 20)));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
  });

  it.skipIf(process.platform !== 'linux')(
    'fails what it was asked when its process dies, and starts another one for the next',
    async () => {
      const [before] = await embed(['boat']);
      const asked = embed(Array.from({ length: 2_000 }, () => 'annual leave policy '.repeat(20)));
      for (const pid of await childrenRunning('model-child-main')) process.kill(pid, 'SIGSEGV');
      await expect(asked).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The process of the local model has ended (SIGSEGV).',
      });
      const [after] = await embed(['boat']);
      expect(cosine(after, before)).toBeCloseTo(1, 5);
    },
  );

  it('puts the prefix of the purpose before each text, and takes none once closed', async () => {
    const prefixed = await open({ facts: { questionPrefix: 'vpn ', documentPrefix: 'boat ' } });
    const [question] = await prefixed.embed({ texts: ['policy'], purpose: 'question' });
    const [document] = await prefixed.embed({ texts: ['policy'], purpose: 'document' });
    const [vpn, boat] = await embed(['vpn policy', 'boat policy']);
    expect([cosine(question, vpn), cosine(document, boat)]).toEqual([
      expect.closeTo(1, 5),
      expect.closeTo(1, 5),
    ]);
    expect(prefixed.profile.version).not.toBe(embedder.profile.version);
    await prefixed.close();
    await expect(embed(['boat'], prefixed)).rejects.toThrow('closed');
  });
});

describe('a model that cannot be loaded', { timeout: START_TIMEOUT_MS }, () => {
  it.each([
    ['is not there and the hub is out of reach', { model: 'owner/absent' }, 'Cannot reach'],
    ['lacks the file of the dtype', { dtype: 'q4' as const }, 'Cannot reach'],
  ])('that %s is named, with what to do', async (_name, options, why) => {
    const call = open(options);
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    await expect(call).rejects.toThrow(why);
    await expect(call).rejects.toThrow(`copy the model's files to ${folder}`);
  });

  it('that the hub does not have is named too', async () => {
    const hub = await serveHub(() => null);
    await expect(open({ model: 'owner/absent', hubUrl: hub.url })).rejects.toThrow(
      'The local model owner/absent (q8) could not be loaded: ',
    );
    hub.server.close();
  });
});

describe('a model that is downloaded', { timeout: START_TIMEOUT_MS }, () => {
  it('reports its progress and is found in the cache the next time', async () => {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'footnote-models-cache-'));
    const requested: string[] = [];
    const hub = await serveHub((path) => {
      requested.push(path);
      return join(folder, path.replace('/resolve/main', ''));
    });
    const seen: DownloadProgress[] = [];
    const options = { cacheFolder, hubUrl: hub.url };
    const first = await open({ ...options, onProgress: (progress) => seen.push(progress) });
    await first.close();
    const { length } = await readFile(join(folder, TINY_EMBEDDER, 'onnx/model_quantized.onnx'));
    expect(seen).toContainEqual({
      file: 'onnx/model_quantized.onnx',
      loadedBytes: length,
      totalBytes: length,
    });
    hub.server.close();
    hub.server.closeAllConnections();

    requested.length = 0;
    const second = await open({ ...options, hubUrl: NO_HUB });
    expect(second.profile.dimensions).toBe(TINY_DIMENSIONS);
    expect(requested).toEqual([]);
    await second.close();
    await rm(cacheFolder, { recursive: true });
  });
});

/** A hub on loopback that serves files by the path of their URL; null is a 404. */
async function serveHub(
  fileFor: (path: string) => string | null,
): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const file = fileFor(request.url ?? '');
    const content = file === null ? Promise.reject(new Error('absent')) : readFile(file);
    content.then(
      (bytes) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/`, server };
}

/** Ids of the processes that this one has started from a module of that name. */
async function childrenRunning(module: string): Promise<readonly number[]> {
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  const pids = children.trim().split(' ').map(Number);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));
  return pids.filter((_pid, at) => commands[at]?.includes(module));
}

function cosine(left: Float32Array = new Float32Array(), right?: Float32Array): number {
  return left.reduce((sum, value, at) => sum + value * (right?.[at] ?? 0), 0);
}
