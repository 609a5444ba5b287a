import type { AnswerTraceRecord } from '../../contract/trace.ts';
import {
  dropDisplacedSamples,
  findUnsampled,
  insertDriftSample,
} from '../../db/queries/drift-samples.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';
import { redact } from './redact.ts';

/** Of each day and workspace. */
const KEPT = 200;
const BATCH = 50;
const DAY_MS = 86_400_000;
/** Enough to see what was asked; a prompt may hold a hundred chunks. */
const MAX_CHARS = 20_000;

/**
 * Brings the samples of today and yesterday up to date: those of a day's answers whose random places are the smallest,
 * which is what a reservoir holds, whatever order they came in and however many servers draw it (bottom-k sampling:
 * E. Cohen and H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007). One batch a call.
 */
export async function keepSamples(
  services: Pick<Services, 'database' | 'clock'> & {
    readonly policy: Pick<Services['policy'], 'ownDetectors'>;
  },
): Promise<void> {
  const { database, policy } = services;
  const today = Math.floor(services.clock().getTime() / DAY_MS) * DAY_MS;
  for (const start of [today - DAY_MS, today]) {
    const day = { begin: new Date(start), end: new Date(start + DAY_MS), kept: KEPT };
    for (const found of await findUnsampled(database, { ...day, limit: BATCH })) {
      const record = readAnswerRecord(found);
      if (record === null) continue;
      const { traceId, askedAt } = found;
      await insertDriftSample(inWorkspace(database, found.workspaceId), {
        traceId,
        askedAt,
        place: BigInt(found.place),
        ...redactRecord(record, (text) => redact(text.slice(0, MAX_CHARS), policy.ownDetectors)),
      });
    }
    await dropDisplacedSamples(database, day);
  }
}

function redactRecord(
  record: AnswerTraceRecord,
  hide: (text: string) => ReturnType<typeof redact>,
) {
  const messages = record.prompt.messages.map(({ role, content }) => `${role}: ${content}`);
  const question = hide(record.question.text);
  const prompt = hide(messages.join('\n\n'));
  const answer = hide(record.answer.text);
  return {
    question: question.text,
    prompt: messages.length === 0 ? null : prompt.text,
    answer: answer.text,
    redactedCount: question.count + prompt.count + answer.count,
  };
}
