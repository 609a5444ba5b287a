import type { Evaluation, EvaluationDetail } from '../../contract/evaluation.ts';
import { EvaluationId } from '../../contract/ids.ts';
import type { CommandContext } from '../command-context.ts';

const POLL_MS = 500;
const SAY_EVERY_MS = 5_000;

/** Follows a run until it has ended, and says now and then how far it has come. */
export async function watchEvaluation(
  { client, clock, terminal }: CommandContext,
  id: string,
): Promise<{ readonly value: EvaluationDetail; readonly raw: unknown }> {
  const params = { id: EvaluationId.parse(id) };
  let saidAt = clock.now();
  for (;;) {
    const reply = await client.call('getEvaluation', { params });
    if (reply.value.finished_at !== null) return reply;
    if (clock.now() - saidAt >= SAY_EVERY_MS) {
      terminal.note(describeProgress(reply.value));
      saidAt = clock.now();
    }
    await clock.sleep(POLL_MS);
  }
}

export function describeProgress({ progress, simulated }: Evaluation): string {
  const { total, done, failed, skipped } = progress;
  const unusual = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(simulated ? ['simulated'] : []),
  ];
  return [`${done} of ${total}`, ...unusual].join(', ');
}
