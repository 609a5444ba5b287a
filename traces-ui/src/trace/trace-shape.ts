import type { TraceResponse } from '../../../contract/trace.ts';
import type { TraceTab } from '../search/trace-search.ts';

export type AnswerTrace = Extract<TraceResponse, { answer: unknown }>;
export type RetrievalTraceShown = Exclude<
  Extract<TraceResponse, { retrieval: unknown }>,
  { answer: unknown }
>;
export type CheckTrace = Extract<TraceResponse, { checked: unknown }>;
export type ClassifiedTrace = Extract<TraceResponse, { classified: unknown }>;
export type ExtractionTrace = Extract<TraceResponse, { extraction: unknown }>;
export type WorkflowTrace = Extract<TraceResponse, { workflow: unknown }>;
export type UnfinishedTrace = Exclude<
  TraceResponse,
  | { retrieval: unknown }
  | { checked: unknown }
  | { classified: unknown }
  | { extraction: unknown }
  | { workflow: unknown }
>;

/** What kind of record a trace is, which decides what can be shown of it. */
export type TraceShape =
  | { readonly kind: 'answer'; readonly trace: AnswerTrace }
  | { readonly kind: 'retrieval'; readonly trace: RetrievalTraceShown }
  | { readonly kind: 'check'; readonly trace: CheckTrace }
  | { readonly kind: 'classified'; readonly trace: ClassifiedTrace }
  | { readonly kind: 'workflow'; readonly trace: WorkflowTrace }
  | { readonly kind: 'extraction'; readonly trace: ExtractionTrace }
  | { readonly kind: 'unfinished'; readonly trace: UnfinishedTrace };

export function describeTrace(trace: TraceResponse): TraceShape {
  if ('answer' in trace) return { kind: 'answer', trace };
  if ('retrieval' in trace) return { kind: 'retrieval', trace };
  if ('checked' in trace) return { kind: 'check', trace };
  if ('classified' in trace) return { kind: 'classified', trace };
  if ('workflow' in trace) return { kind: 'workflow', trace };
  if ('extraction' in trace) return { kind: 'extraction', trace };
  return { kind: 'unfinished', trace };
}

const TABS: Readonly<Record<TraceShape['kind'], readonly TraceTab[]>> = {
  answer: [
    'evidence',
    'candidates',
    'timeline',
    'route',
    'verification',
    'prompt',
    'record',
    'history',
  ],
  retrieval: ['candidates', 'timeline', 'record'],
  check: ['record'],
  extraction: ['prompt', 'record'],
  classified: ['prompt', 'record'],
  workflow: ['record'],
  unfinished: ['prompt', 'record'],
};

/**
 * The tabs that such a trace can fill, in their order; the first is the one to open. Where nothing is
 * cited there is no evidence, and what was considered comes first; where nobody knows what was sent
 * before the answer broke off there is no prompt.
 */
export function tabsOf(shape: TraceShape): readonly TraceTab[] {
  const hasEvidence = shape.kind === 'answer' && shape.trace.answer.citations.length > 0;
  const hasPrompt = 'prompt' in shape.trace && (shape.trace.prompt ?? null) !== null;
  return TABS[shape.kind].filter(
    (tab) => (tab !== 'evidence' || hasEvidence) && (tab !== 'prompt' || hasPrompt),
  );
}
