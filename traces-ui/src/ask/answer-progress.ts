import type { Answer } from '../../../contract/answer.ts';
import { describeProblem, isProblem } from '../api/problem-error.ts';
import type { StreamEvent } from '../api/stream-event.ts';
import { trustContract } from '../api/trust-contract.ts';

/** The steps of an answer in their order. */
export const ANSWER_STEPS = ['route', 'retrieve', 'generate', 'verify', 'store'] as const;
export type AnswerStep = (typeof ANSWER_STEPS)[number];

/** Where a question that is being answered stands. */
export type AnswerProgress =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly question: string;
      readonly step: AnswerStep;
      /** What has been written so far; it has not been checked yet. */
      readonly provisionalText: string;
    }
  | { readonly kind: 'done'; readonly question: string; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly question: string; readonly message: string };

export function startAnswer(question: string): AnswerProgress {
  return { kind: 'running', question, step: 'route', provisionalText: '' };
}

/** The state after one more event; what arrives after the end changes nothing. */
export function advanceAnswer(progress: AnswerProgress, event: StreamEvent): AnswerProgress {
  if (progress.kind !== 'running') return progress;
  const { question } = progress;
  switch (event.name) {
    case 'route':
      return { ...progress, step: 'retrieve' };
    case 'retrieval':
      return { ...progress, step: 'generate' };
    case 'delta':
      return {
        ...progress,
        step: 'generate',
        provisionalText: progress.provisionalText + readDelta(event.payload),
      };
    case 'verification':
      return { ...progress, step: 'store' };
    case 'done':
      return { kind: 'done', question, answer: trustContract<Answer>(event.payload) };
    case 'error':
      return { kind: 'failed', question, message: readError(event.payload) };
    default:
      return event.name satisfies never;
  }
}

function readDelta(payload: unknown): string {
  const hasText = typeof payload === 'object' && payload !== null && 'text' in payload;
  return hasText && typeof payload.text === 'string' ? payload.text : '';
}

function readError(payload: unknown): string {
  return isProblem(payload) ? describeProblem(payload) : 'The answer failed.';
}
