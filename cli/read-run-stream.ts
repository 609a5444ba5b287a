import { IngestRun } from '../contract/ingest-run.ts';
import { AppError } from '../platform/errors.ts';
import { readEventStream } from './read-event-stream.ts';
import { checkShape } from './read-reply.ts';

export interface RunStreamEvent {
  readonly kind: 'progress' | 'done';
  readonly run: IngestRun;
  readonly raw: unknown;
}

/**
 * A run as it goes on; `done` is the last event. Throws `AppError('unavailable')` when the stream ends
 * before: whoever still wants to know asks again.
 */
export async function* readRunStream(response: Response): AsyncGenerator<RunStreamEvent> {
  for await (const { name, raw } of readEventStream(response)) {
    if (name !== 'progress' && name !== 'done') continue;
    yield { kind: name, run: checkShape(IngestRun, raw, '/v1/ingest-runs/:id/events'), raw };
    if (name === 'done') return;
  }
  throw new AppError('unavailable', 'The stream ended before the run had.');
}
