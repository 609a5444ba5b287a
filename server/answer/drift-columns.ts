import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { isRefusal } from '../../core/text/is-refusal.ts';
import type { TraceColumns } from '../../db/queries/traces.ts';

type DriftColumns = Pick<
  TraceColumns,
  | 'oodScore'
  | 'topScore'
  | 'answerChars'
  | 'isRefusal'
  | 'configHash'
  | 'codeVersion'
  | 'promptVersion'
  | 'servedModel'
  | 'fingerprint'
>;

/** What windows of answers are compared by, and under what they were given; from the record alone. */
export function driftColumns(record: AnswerTraceRecord): DriftColumns {
  const { routing, retrieval, answer, identity, route, attempts } = record;
  const finalScores = retrieval.candidates.flatMap(({ selected, scores }) =>
    selected ? [scores.final] : [],
  );
  const taken = attempts.findLast(({ kind, error }) => kind !== 'judge' && error === null);
  const texts = [answer.text, ...answer.drafts.map((draft) => draft.text)];
  return {
    oodScore: routing.signals.ood?.value ?? null,
    topScore: finalScores.length === 0 ? null : Math.max(...finalScores),
    answerChars: answer.text.length,
    isRefusal:
      texts.some(isRefusal) || attempts.some(({ error }) => error?.code === 'content_filter'),
    configHash: identity.config_hash,
    codeVersion: identity.code_version,
    promptVersion: route.prompt_version,
    servedModel: taken?.served_model ?? null,
    fingerprint: taken?.fingerprint ?? null,
  };
}
