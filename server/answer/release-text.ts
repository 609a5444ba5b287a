import type { AnswerEvent } from '../../contract/answer.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';
import type { CheckedDraft } from './checked-draft.ts';

/**
 * Whether what a model says reaches nobody before it has been decided on: where a person decides, and
 * where the rule may yet withhold the draft or a part of it.
 */
export function holdsDeltas({ reviewReason, verdictPolicy }: RouteOutcome): boolean {
  if (reviewReason !== null || verdictPolicy.strategy === 'cascade') return true;
  return verdictPolicy.onUnsupported !== 'accept' && verdictPolicy.onUnsupported !== 'mark';
}

/** Sends what has been accepted, sentence by sentence; of what a person decides on, nothing. */
export function releaseText(
  { generation }: CheckedDraft,
  emit: ((event: AnswerEvent, payload: unknown) => void) | null,
): void {
  if (emit === null || generation.kind === 'held') return;
  const { text } = generation;
  let from = 0;
  for (const { end } of splitSentences(text)) {
    emit('delta', { text: text.slice(from, end), provisional: false });
    from = end;
  }
}
