import { chooseLabel } from './choose-label.ts';
import { composeAnswer, type AnswerStyle } from './compose-answer.ts';
import { draftItem, type DraftManner } from './draft-item.ts';
import { judgeSentences, type JudgeManner } from './judge.ts';
import { obeyFully } from './obey-fully.ts';
import { readPrompt } from './read-prompt.ts';
import { rewriteQuestion } from './rewrite-question.ts';

/** How a stream goes wrong after its first half. */
type StreamFault =
  'cut' | 'stall' | 'reset' | 'malformed_chunk' | 'error_chunk' | 'no_done' | 'no_usage';

/** What the simulator does with one call. */
export type Outcome =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly finishReason: 'stop' | 'length' | 'content_filter';
      readonly delayMs: number;
      readonly fault: StreamFault | null;
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly error: {
        readonly message: string;
        readonly type: string;
        readonly code: string | null;
      };
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' };

export interface SimulatedCall {
  /** `sim-<behaviour>`, and for some behaviours `:<number>`, as in `sim-slow-first-token:300` (ms). */
  readonly model: string;
  readonly prompt: string;
  /** How many calls this model had before. */
  readonly earlierCalls: number;
}

const DEFAULT_SLOW_MS = 1_500;

const STYLES: Readonly<Record<string, AnswerStyle>> = {
  'sim-good': 'good',
  'sim-uncited': 'uncited',
  'sim-wordy': 'wordy',
  'sim-wrong-number': 'wrong_number',
  'sim-obedient': 'obedient',
};

/** Does whatever anybody says. */
const FULLY_OBEDIENT = 'sim-fully-obedient';

/** They answer questions as a good model does, and judge in their own manner. */
const JUDGES: Readonly<Record<string, JudgeManner>> = {
  'sim-judge': 'honest',
  'sim-judge-fabricating': 'fabricating',
  'sim-judge-hostile': 'hostile',
  'sim-judge-garbled': 'garbled',
};

/** They answer questions as a good model does, and write questions in their own manner. */
const DRAFTERS: Readonly<Record<string, DraftManner>> = {
  'sim-drafter-inventing': 'inventing',
  'sim-drafter-guessing': 'guessing',
  'sim-drafter-garbled': 'garbled',
};

const FAULTS: Readonly<Record<string, StreamFault>> = {
  'sim-cut-stream': 'cut',
  'sim-stall': 'stall',
  'sim-reset-stream': 'reset',
  'sim-malformed-chunk': 'malformed_chunk',
  'sim-error-chunk': 'error_chunk',
  'sim-no-done': 'no_done',
  'sim-no-usage': 'no_usage',
};

const ERRORS: Readonly<Record<string, Outcome>> = {
  'sim-400': failed(400, 'Unknown parameter.', 'invalid_request_error'),
  'sim-401': failed(401, 'Incorrect API key provided.', 'invalid_api_key'),
  'sim-quota': failed(429, 'You exceeded your current quota.', 'insufficient_quota'),
  'sim-500': failed(500, 'The simulator failed on purpose.', null),
  'sim-503': {
    ...failed(503, 'The simulator is overloaded on purpose.', null),
    headers: { 'retry-after': '3' },
  },
  'sim-context-overflow': failed(
    400,
    "This model's maximum context length is 4096 tokens.",
    'context_length_exceeded',
  ),
  'sim-refused-by-filter': failed(400, 'The prompt was filtered.', 'content_filter'),
  'sim-reset': { kind: 'reset' },
  'sim-silence': { kind: 'silence' },
};

/** The names that `/v1/models` lists. */
export const CHAT_BEHAVIOURS: readonly string[] = [
  ...Object.keys(STYLES),
  FULLY_OBEDIENT,
  ...Object.keys(JUDGES),
  ...Object.keys(DRAFTERS),
  ...Object.keys(FAULTS),
  ...Object.keys(ERRORS),
  'sim-429',
  'sim-slow-first-token',
  'sim-content-filter',
  'sim-length',
  'sim-empty',
  'sim-flaky',
  'sim-second-thoughts',
];

/** Decides by the model's name alone; null for a name that is not simulated. */
export function decideOutcome({ model, prompt, earlierCalls }: SimulatedCall): Outcome | null {
  const [name = '', argument] = model.split(':');
  const error = ERRORS[name];
  if (error !== undefined) return error;
  const answer = answerTo(prompt, STYLES[name] ?? 'good');
  const manner = JUDGES[name];
  if (manner !== undefined) {
    return { ...answer, text: judgeSentences(prompt, manner) ?? answer.text };
  }
  const drafter = DRAFTERS[name];
  if (drafter !== undefined) return { ...answer, text: draftItem(prompt, drafter) ?? answer.text };
  if (name === FULLY_OBEDIENT) return { ...answer, text: obeyFully(prompt) };
  if (name in STYLES) return answer;
  const fault = FAULTS[name];
  if (fault !== undefined) return { ...answer, fault };
  switch (name) {
    case 'sim-429':
      return {
        ...failed(429, 'Too many requests, on purpose.', 'rate_limit_exceeded'),
        headers: { 'retry-after': argument ?? '2' },
      };
    case 'sim-slow-first-token':
      return { ...answer, delayMs: Number(argument ?? DEFAULT_SLOW_MS) };
    case 'sim-content-filter':
      return { ...answer, finishReason: 'content_filter' };
    case 'sim-length':
      return { ...answer, finishReason: 'length' };
    case 'sim-empty':
      return { ...answer, text: '' };
    case 'sim-flaky':
      return earlierCalls % 2 === 0 ? failed(500, 'Every other call fails.', null) : answer;
    case 'sim-second-thoughts':
      return answerTo(prompt, earlierCalls % 2 === 0 ? 'wrong_number' : 'good');
    default:
      return null;
  }
}

function answerTo(prompt: string, style: AnswerStyle): Extract<Outcome, { kind: 'answer' }> {
  const text =
    chooseLabel(prompt, style) ??
    rewriteQuestion(prompt, style) ??
    draftItem(prompt, style === 'obedient' ? 'obedient' : 'honest') ??
    composeAnswer(readPrompt(prompt), style);
  return { kind: 'answer', text, finishReason: 'stop', delayMs: 0, fault: null };
}

function failed(
  status: number,
  message: string,
  code: string | null,
): Extract<Outcome, { kind: 'error' }> {
  return { kind: 'error', status, headers: {}, error: { message, type: 'simulated_error', code } };
}
