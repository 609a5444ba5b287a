/** What the parent tells the database process, as its one argument. */
export interface EmbeddedDatabaseOptions {
  /** The directory that the process locks; null keeps the database in memory. */
  readonly dataDirectory: string | null;
  /** A dumped cluster (tar file) to start from when the directory holds none. */
  readonly templateFile?: string;
  readonly idleTransactionMs?: number;
}

/** What the database process tells the process that makes a cluster for it. */
export interface ClusterRequest {
  readonly clusterDirectory: string;
  readonly templateFile?: string;
}

/** What the database process tells its parent, once. */
export type LaunchMessage =
  | { readonly kind: 'ready'; readonly connectionString: string }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads the argument that `startEmbeddedDatabase` has written. */
export function parseOptions(argument: string | undefined): EmbeddedDatabaseOptions {
  const { dataDirectory, templateFile, idleTransactionMs } = parseArgument(argument);
  if (dataDirectory !== null && typeof dataDirectory !== 'string') {
    throw new Error('Expected dataDirectory to be a path or null');
  }
  return {
    dataDirectory,
    ...(typeof templateFile === 'string' ? { templateFile } : {}),
    ...(typeof idleTransactionMs === 'number' ? { idleTransactionMs } : {}),
  };
}

/** Reads the argument of the process that makes a cluster. */
export function parseClusterRequest(argument: string | undefined): ClusterRequest {
  const { clusterDirectory, templateFile } = parseArgument(argument);
  if (typeof clusterDirectory !== 'string') {
    throw new Error('Expected clusterDirectory to be a path');
  }
  return {
    clusterDirectory,
    ...(typeof templateFile === 'string' ? { templateFile } : {}),
  };
}

/** The launch message in what came over the channel, or null when it is something else. */
export function parseLaunchMessage(value: unknown): LaunchMessage | null {
  if (!isRecord(value)) return null;
  if (value.kind === 'ready' && typeof value.connectionString === 'string') {
    return { kind: 'ready', connectionString: value.connectionString };
  }
  if (value.kind === 'failed' && typeof value.message === 'string') {
    return { kind: 'failed', message: value.message };
  }
  return null;
}

function parseArgument(argument: string | undefined): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(argument ?? 'null');
  if (!isRecord(value)) throw new Error('Expected one argument, a JSON object');
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
