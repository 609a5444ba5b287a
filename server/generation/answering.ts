import { buildPrompt, type PromptTemplate } from './build-prompt.ts';
import { extractAnswer, QUOTING_FROM_CHOSEN } from './extract-answer.ts';
import type { GenerationTask } from './generation-request.ts';
import { readAnswer } from './read-answer.ts';

/** A question is answered from the chunks. */
export const ANSWERING: GenerationTask = {
  writePrompt: (input) => buildPrompt(input),
  quote: ({ parts, chunks }) => extractAnswer({ parts, evidence: chunks }),
  read: ({ parts, chunks }) => readAnswer({ parts, evidence: chunks }),
};

/** The same from documents that are known to be those that the question is about: whether they are is not asked again. */
export const ANSWERING_FROM_CHOSEN: GenerationTask = {
  ...ANSWERING,
  quote: ({ parts, chunks }) => extractAnswer({ parts, evidence: chunks }, QUOTING_FROM_CHOSEN),
};

/** The same by another template, as a replay asks it. */
export function answeringBy(template: PromptTemplate): GenerationTask {
  return { ...ANSWERING, writePrompt: (input) => buildPrompt(input, template) };
}
