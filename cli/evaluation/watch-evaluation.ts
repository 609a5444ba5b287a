import type { Evaluation, EvaluationDetail } from '../../contract/evaluation.ts';
import { EvaluationId } from '../../contract/ids.ts';
import type { CommandContext } from '../command-context.ts';

const POLL_MS = 500;
const SAY_EVERY_MS = 5_000;

interface EndedRun {
  readonly value: EvaluationDetail;
  readonly raw: unknown;
}

/**
 * Follows a run until it has ended, and says now and then how far it has come; and how to go on, where the server
 * cannot be followed any more.
 */
export async function watchEvaluation(context: CommandContext, id: string): Promise<EndedRun> {
  try {
    return await follow(context, id);
  } catch (error) {
    context.terminal.note(`What has a result is kept; go on with evaluate --resume ${id}.`);
    throw error;
  }
}

async function follow({ client, clock, terminal }: CommandContext, id: string): Promise<EndedRun> {
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
