import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DatabaseError } from 'pg';

/** SQLSTATE: connection exceptions, a server that shuts down, has crashed, or is starting. */
const LOST_STATES = /^(?:08...|57P0[123])$/;
/** What the system says of a socket. */
const LOST_SOCKETS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
]);
/** What `pg` throws by itself, which has no code. */
const LOST_MESSAGES = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'timeout exceeded when trying to connect',
];

/**
 * Whether a query failed because its connection to the database was lost or could not be made: that says
 * nothing of what was asked, and whether it has been done is not known.
 */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof DrizzleQueryError) return isLost(error.cause, () => true);
  // Outside of a query only connecting fails; other sockets are not the database's.
  return isLost(error, (failed) => 'syscall' in failed && failed.syscall === 'connect');
}

function isLost(error: unknown, isOfDatabase: (error: Error) => boolean): boolean {
  if (error instanceof AggregateError) {
    return error.errors.some((each) => isLost(each, isOfDatabase));
  }
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (error instanceof DatabaseError) return LOST_STATES.test(String(code));
  if (LOST_SOCKETS.has(code)) return isOfDatabase(error);
  return LOST_MESSAGES.some((text) => error.message.startsWith(text));
}
