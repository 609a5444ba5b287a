import { buildPrompt, type PromptTemplate } from './build-prompt.ts';
import { extractAnswer } from './extract-answer.ts';
import type { GenerationTask } from './generation-request.ts';
import { readAnswer } from './read-answer.ts';

/** A question is answered from the chunks. */
export const ANSWERING: GenerationTask = {
  writePrompt: (input) => buildPrompt(input),
  quote: ({ parts, chunks }) => extractAnswer({ parts, evidence: chunks }),
  read: ({ parts, chunks }) => readAnswer({ parts, evidence: chunks }),
};

/** The same by another template, as a replay asks it. */
export function answeringBy(template: PromptTemplate): GenerationTask {
  return { ...ANSWERING, writePrompt: (input) => buildPrompt(input, template) };
}
