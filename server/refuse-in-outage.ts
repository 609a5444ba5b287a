import { isConnectionLost } from '../db/connection-loss.ts';
import { AppError } from '../platform/errors.ts';

/** What an error means to whoever sent the request: an outage of the database passes; any other is itself. */
export function refuseInOutage(error: unknown): unknown {
  if (!isConnectionLost(error)) return error;
  return new AppError(
    'unavailable',
    'The database does not answer, or has no connection free. Try again in a few seconds.',
    { cause: error },
  );
}
