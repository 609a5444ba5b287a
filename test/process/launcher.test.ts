import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Document } from '../../contract/document.ts';
import type { DocumentVersion } from '../../contract/document-version.ts';
import type { Page } from '../../contract/page.ts';
import { createClient, type TestClient } from '../support/client.ts';
import {
  holdPort,
  spawnProgram,
  stopProgram,
  waitUntil,
  type Program,
} from '../support/spawn-program.ts';

const LAUNCHER = 'scripts/start.mjs';
const KEY = /fn_\S+/g;

let dataDirectory: string;
let port: number;
let launcher: Program;
let client: TestClient;

/** Only the embedded database is the launcher's to keep running. */
const isEmbedded = inject('databaseTemplate').kind === 'embedded';

beforeAll(async () => {
  if (!isEmbedded) return;
  dataDirectory = mkdtempSync(join(tmpdir(), 'footnote-launcher-'));
  const held = await holdPort();
  port = held.port;
  await held.close();
  launcher = start();
  await waitUntilReady();
  client = createClient({ url: urlOf() }, readAdminKey());
}, 150_000);
afterAll(async () => {
  if (!isEmbedded) return;
  await stopProgram(launcher, 'SIGKILL');
  rmSync(dataDirectory, { recursive: true, maxRetries: 10, retryDelay: 200 });
});

function start(): Program {
  const environment = { FOOTNOTE_DATA_DIR: dataDirectory, PORT: String(port) };
  return spawnProgram(LAUNCHER, { environment });
}

function urlOf(): string {
  return `http://127.0.0.1:${port}`;
}

function readAdminKey(): string {
  return readFileSync(join(dataDirectory, 'admin-key'), 'utf8').trim();
}

async function isReady(): Promise<boolean> {
  return (await fetch(`${urlOf()}/readyz`)).status === 200;
}

function waitUntilReady(): Promise<void> {
  return waitUntil('a ready server', isReady, 120_000);
}

/** The number of the launcher's child whose command line holds the text. */
function findChild(text: string): number | null {
  const { pid } = launcher.child;
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  const found = children.find((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(text),
  );
  return found === undefined ? null : Number(found);
}

/** Kills a child as a crash does, and waits until another is in its place. */
async function crash(text: string): Promise<void> {
  await waitUntil(`the ${text}`, async () => findChild(text) !== null);
  const killed = findChild(text);
  if (killed === null) throw new Error(`There is no ${text}.`);
  process.kill(killed, 'SIGKILL');
  await waitUntil(`another ${text}`, async () => {
    const found = findChild(text);
    return found !== null && found !== killed;
  });
}

function ingest(title: string) {
  const documents = [{ title, text: `# ${title}\n\nThe ${title} opens at nine.` }];
  return client.ingest(documents);
}

/** Title and text of everything that is stored and serves. */
async function readLibrary(): Promise<readonly string[]> {
  const { body } = await client.get<Page<Document>>('/v1/documents?limit=100');
  const texts = await Promise.all(
    body.data.map(async ({ id, version }) => {
      const path = `/v1/documents/${id}/versions/${version}`;
      return (await client.get<DocumentVersion>(path)).body.text;
    }),
  );
  return texts.toSorted();
}

describe.runIf(isEmbedded)('the launcher', { timeout: 150_000 }, () => {
  it('shows the admin key of the first start once, and keeps it for its owner', async () => {
    await waitUntil('the greeting', async () => launcher.stdout().includes('sign in'));
    expect(launcher.stdout().match(KEY)).toEqual([readAdminKey()]);
    expect(statSync(join(dataDirectory, 'admin-key')).mode & 0o777).toBe(0o600);
    expect(statSync(dataDirectory).mode & 0o077).toBe(0);
    expect((await client.get('/v1/documents')).status).toBe(200);
  });

  it('brings a killed server back', async () => {
    expect(await ingest('canteen')).toMatchObject({ status: 'succeeded' });
    await crash('server/main');
    await waitUntilReady();
    expect(await readLibrary()).toEqual(['# canteen\n\nThe canteen opens at nine.']);
  });

  it('brings a killed worker back', async () => {
    await crash('ingest/main');
    expect(await ingest('library')).toMatchObject({ status: 'succeeded' });
  });

  it('brings a killed database back with everything that was stored', async () => {
    const before = await readLibrary();
    const answer = await client.ask({ question: 'When does the canteen open?' });
    await crash('embedded/main');
    await waitUntilReady();
    expect(await readLibrary()).toEqual(before);
    const trace = await client.get<{ integrity: { intact: boolean } }>(`/v1/traces/${answer.id}`);
    expect(trace).toMatchObject({ status: 200, body: { integrity: { intact: true } } });
    expect(await ingest('archive')).toMatchObject({ status: 'succeeded' });
  });

  it('finishes on SIGTERM what it has begun, and ends with 0', async () => {
    const question = JSON.stringify({ question: 'When does the canteen open?' });
    const begun = await beginRequest('/v1/answers', Buffer.byteLength(question));
    launcher.child.kill('SIGTERM');
    await waitUntil('a closed port', async () => !(await isListening()));
    begun.end(question);
    const [response]: IncomingMessage[] = await once(begun, 'response');
    expect(response?.statusCode).toBe(200);
    response?.resume();
    expect(await launcher.ended).toEqual({ code: 0 });
    expect(readdirSync(dataDirectory)).not.toContain('lock');
  });

  it('starts again with all of it, and shows no key', async () => {
    const key = readAdminKey();
    launcher = start();
    await waitUntilReady();
    await waitUntil('the greeting', async () => launcher.stdout().includes('ready at'));
    expect(launcher.stdout()).not.toMatch(KEY);
    expect(readAdminKey()).toBe(key);
    expect(await readLibrary()).toHaveLength(3);
    expect(await stopProgram(launcher)).toBe(0);
  });
});

/** A request whose head the server has, and whose body it waits for. */
async function beginRequest(path: string, contentLength: number): Promise<ClientRequest> {
  const begun = request(`${urlOf()}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${readAdminKey()}`,
      'content-type': 'application/json',
      'content-length': contentLength,
      expect: '100-continue',
    },
  });
  begun.flushHeaders();
  await once(begun, 'continue');
  return begun;
}

function isListening(): Promise<boolean> {
  return fetch(`${urlOf()}/healthz`, { headers: { connection: 'close' } }).then(
    () => true,
    () => false,
  );
}
