import type { z } from 'zod';
import { AppError } from '../platform/errors.ts';
import { readEventStream } from './read-event-stream.ts';
import { checkShape } from './read-reply.ts';

export interface RunStreamEvent<Run> {
  readonly kind: 'progress' | 'done';
  readonly run: Run;
  readonly raw: unknown;
}

/**
 * A run as it goes on; `done` is the last event. Throws `AppError('unavailable')` when the stream ends
 * before: whoever still wants to know asks again.
 */
export async function* readRunStream<Run>(
  response: Response,
  schema: z.ZodType<Run>,
): AsyncGenerator<RunStreamEvent<Run>> {
  for await (const { name, raw } of readEventStream(response)) {
    if (name !== 'progress' && name !== 'done') continue;
    yield { kind: name, run: checkShape(schema, raw, new URL(response.url).pathname), raw };
    if (name === 'done') return;
  }
  throw new AppError('unavailable', 'The stream ended before the run had.');
}
