import { useQuery } from '@tanstack/react-query';
import { traceQuery } from '../api/queries.ts';
import { describeTrace } from '../trace/trace-shape.ts';
import type { TraceResponse } from '../../../contract/trace.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import { AnswerPair, type AnswerSide } from './AnswerPair.tsx';

/** A trace beside the newest one that asked its question anew. */
export function AnswerComparison({ traceId }: { readonly traceId: string }) {
  const before = useQuery(traceQuery(traceId));
  const newerId = before.data?.integrity.reasked_as ?? null;
  const after = useQuery({ ...traceQuery(newerId ?? ''), enabled: newerId !== null });
  const failed = before.error ?? after.error;
  if (failed !== null) {
    const retry = () => void (before.isError ? before.refetch() : after.refetch());
    return <ErrorState error={failed} action="load the answers" onRetry={retry} />;
  }
  if (before.data === undefined || after.isLoading)
    return <LoadingState what="the answers" lines={4} />;
  const old = sideOf(before.data);
  if (old === null) return <EmptyState title="This trace holds no answer" />;
  const newer = after.data === undefined ? null : sideOf(after.data);
  return (
    <AnswerPair
      question={before.data.question.text}
      before={old}
      after={newer ?? 'it has not been asked again.'}
    />
  );
}

function sideOf(trace: TraceResponse): AnswerSide | null {
  const shape = describeTrace(trace);
  if (shape.kind !== 'answer') return null;
  const { identity, outcome, answer } = shape.trace;
  return { id: identity.id, status: outcome.status, answer: answer.text };
}
