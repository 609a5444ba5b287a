import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SourcesConfig } from '../../../../contract/config.ts';
import { SourceSettings } from '../../../../contract/source.ts';
import type {
  Connector,
  ConnectorDeps,
  SourceEntry,
} from '../../../../ingest/sources/connector.ts';
import { connectorDeps, openConnector } from '../../../../ingest/sources/open-connector.ts';
import { AppError } from '../../../../platform/errors.ts';

type ConfigInput = Parameters<typeof SourcesConfig.parse>[0];

export const NEVER = new AbortController().signal;

/** Things to undo after a test, the newest first. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.unshift(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step();
  }
}

export async function temporaryFolder(cleanup: Cleanup): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'footnote-sources-')));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** A server on loopback; answers `host`, as an operator would allow it. */
export async function serve(listener: RequestListener, cleanup: Cleanup): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanup.add(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `127.0.0.1:${address.port}`;
}

export interface OpenOptions {
  readonly config: ConfigInput;
  readonly cleanup: Cleanup;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly known?: ReadonlyMap<string, string>;
  readonly deps?: Partial<ConnectorDeps>;
}

/** Opens a source called `handbook` as the worker does. */
export async function openSource(settings: unknown, options: OpenOptions): Promise<Connector> {
  const config = SourcesConfig.parse(options.config);
  const secrets = new Map(Object.entries(options.secrets ?? {}));
  const connector = await openConnector(
    {
      name: 'handbook',
      settings: SourceSettings.parse(settings),
      known: options.known ?? new Map(),
    },
    { ...connectorDeps(config, secrets), ...options.deps },
  );
  options.cleanup.add(() => connector.close());
  return connector;
}

export async function listAll(
  connector: Connector,
  signal = NEVER,
): Promise<readonly SourceEntry[]> {
  const entries: SourceEntry[] = [];
  for await (const entry of connector.list(signal)) entries.push(entry);
  return entries;
}

export async function pathsOf(connector: Connector): Promise<readonly string[]> {
  return (await listAll(connector)).map((entry) => entry.path);
}

export async function entryOf(connector: Connector, path: string): Promise<SourceEntry> {
  const entry = (await listAll(connector)).find((listed) => listed.path === path);
  if (entry === undefined) throw new Error(`${path} is not listed.`);
  return entry;
}

export async function readText(connector: Connector, path: string): Promise<string> {
  const file = await connector.read(await entryOf(connector, path), NEVER);
  return file.bytes.toString('utf8');
}

export function knownFrom(entries: readonly SourceEntry[]): ReadonlyMap<string, string> {
  return new Map(entries.map((entry) => [entry.path, entry.fingerprint]));
}

export function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}
