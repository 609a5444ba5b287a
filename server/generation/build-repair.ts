import type { PromptTrace } from '../../contract/trace.ts';
import { estimateTokens } from './build-prompt.ts';

export interface RepairInput {
  readonly prompt: PromptTrace;
  /** That of the prompt. */
  readonly fence: string;
  readonly draft: string;
  /** The claims of the draft that did not hold, with what is wrong with each. */
  readonly failures: readonly { readonly text: string; readonly problem: string }[];
}

/**
 * The prompt with what is sent after it to have a draft repaired: the draft, and which of its claims did
 * not hold. They may repeat what a document says, and so stand in the fence, as data.
 */
export function buildRepair({ prompt, fence, draft, failures }: RepairInput): PromptTrace {
  const listed = failures.map(
    ({ text, problem }) => `- ${onOneLine(`${text} — ${problem}`.replaceAll(fence, ''))}`,
  );
  return {
    ...prompt,
    repair: [
      { role: 'assistant', content: draft },
      {
        role: 'user',
        content: [
          'These statements of your answer are not supported by the chunks that they cite:',
          `<<${fence}`,
          ...listed,
          `${fence}>>`,
          '',
          'Write the whole answer again by the same rules: correct each of them by the chunks, or leave it out where no chunk says it.',
        ].join('\n'),
      },
    ],
  };
}

/** Tokens of the prompt and of what follows it. */
export function estimateRepairTokens({ token_count: tokens, repair = [] }: PromptTrace): number {
  return repair.reduce((sum, { content }) => sum + estimateTokens(content), tokens);
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
