import { ANSWERING } from '../../../../server/generation/answering.ts';
import type { GenerationRequest } from '../../../../server/generation/generation-request.ts';
import { promptChunk } from './chunks.ts';
import { builtin, callLimits } from './scripted-model.ts';

/** A question that its one chunk answers, asked of the builtin model alone; nothing is spent. */
export function sampleRequest(change: Partial<GenerationRequest> = {}): GenerationRequest {
  const question = 'How many days of annual leave does every employee have?';
  return {
    question,
    history: [],
    chunks: [promptChunk(1, 'Every employee has 27 days of annual leave.')],
    fence: 'fence',
    models: [builtin],
    hedges: new Set(),
    eligible: change.models ?? [],
    holdsQuote: false,
    quoting: builtin,
    passedOver: null,
    noModelReason: null,
    parts: [{ question }],
    task: ANSWERING,
    limits: callLimits(),
    signal: new AbortController().signal,
    onDelta: null,
    spending: null,
    ...change,
  };
}
