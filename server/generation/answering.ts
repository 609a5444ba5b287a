import { buildPrompt } from './build-prompt.ts';
import { extractAnswer } from './extract-answer.ts';
import type { GenerationTask } from './generation-request.ts';

/** A question is answered from the chunks. */
export const ANSWERING: GenerationTask = {
  writePrompt: buildPrompt,
  quote: ({ parts, chunks }) => extractAnswer({ parts, evidence: chunks }),
};
