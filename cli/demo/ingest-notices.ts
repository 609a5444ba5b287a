import type { IngestRun } from '../../contract/ingest-run.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext } from '../command-context.ts';

const POLL_MS = 200;
const DEADLINE_MS = 300_000;
const COLLECTION = 'notices';

export interface NoticeText {
  readonly source: string;
  readonly title: string;
  readonly text: string;
}

/** Ingests the notices as they stand now, and waits until they can be searched. */
export async function ingestNotices(
  context: CommandContext,
  notices: readonly NoticeText[],
): Promise<IngestRun> {
  const documents = notices.map(({ source, title, text }) => ({
    source,
    title,
    text,
    mime: 'text/markdown' as const,
    collection: COLLECTION,
    classification: 'internal' as const,
  }));
  const { value } = await context.client.call('createDocuments', { body: { documents } });
  return finishRun(context, value.run_id);
}

/** Throws `AppError('unavailable')` when the run has not ended after five minutes: no worker runs. */
export async function finishRun({ client, clock }: CommandContext, id: string): Promise<IngestRun> {
  const deadline = clock.now() + DEADLINE_MS;
  for (;;) {
    const { value: run } = await client.call('getIngestRun', { params: { id } });
    if (run.finished_at !== null) return run;
    if (clock.now() > deadline) {
      throw new AppError('unavailable', `Run ${id} does not end: is a worker running?`);
    }
    await clock.sleep(POLL_MS);
  }
}
