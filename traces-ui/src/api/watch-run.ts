import type { IngestRun } from '../../../contract/ingest-run.ts';
import { send } from './client.ts';
import { brokenOff, isEventStream, readEventStream } from './event-stream.ts';
import { trustContract } from './trust-contract.ts';

/**
 * Yields a run whenever it has changed, until it has ended.
 * @throws ProblemError when it is refused or the stream breaks off before the run has ended.
 */
export async function* watchRun(id: string, signal: AbortSignal): AsyncGenerator<IngestRun> {
  const response = await send(`/v1/ingest-runs/${encodeURIComponent(id)}/events`, {
    headers: { accept: 'text/event-stream' },
    signal,
  });
  if (!isEventStream(response) || response.body === null) throw brokenOff('progress');
  for await (const { name, payload } of readEventStream(response.body, 'progress')) {
    if (name !== 'progress' && name !== 'done') continue;
    yield trustContract<IngestRun>(payload);
    if (name === 'done') return;
  }
  throw brokenOff('progress');
}
