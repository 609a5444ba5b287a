import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { createChunkCache, type ChunkCache } from './chunk-cache.ts';
import { createPostingCache, type PostingCache } from './posting-cache.ts';

export type Executor = Pick<
  NodePgDatabase,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | 'transaction' | '_'
>;

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly maxConnections: number;
  readonly applicationName: string;
  /** How long a connection may take, and a query's answer; default: 10 s, and a minute. */
  readonly timeouts?: { readonly connectMs: number; readonly queryMs: number };
  /** Called with errors of idle connections, which must not end the process. */
  readonly onIdleError?: (error: Error) => void;
}

/** One pool of connections, and what has been read through it. Tenant data is reached through `inWorkspace` only. */
export interface Database extends AsyncDisposable {
  readonly executor: Executor;
  readonly postings: PostingCache;
  readonly chunks: ChunkCache;
  readonly pool: Pool;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 60_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;

export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: options.connectionString,
    max: options.maxConnections,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.timeouts?.connectMs ?? CONNECT_TIMEOUT_MS,
    // A server that is silent does not end its own statements either: only here is that noticed.
    ...(options.timeouts === undefined ? {} : { query_timeout: options.timeouts.queryMs }),
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.on('error', (error) => options.onIdleError?.(error));
  // A client that is checked out when the server dies emits `error`, too; its query rejects as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const close = async () => {
    if (!pool.ended) await pool.end();
  };
  return {
    executor: drizzle({ client: pool }),
    postings: createPostingCache(),
    chunks: createChunkCache(),
    pool,
    close,
    [Symbol.asyncDispose]: close,
  };
}
