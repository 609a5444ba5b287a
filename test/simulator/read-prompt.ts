/** A chunk as prompts fence it: a line that begins with `[n]`, and what follows up to the next one. */
export interface PromptChunk {
  readonly marker: number;
  readonly text: string;
}

export interface PromptParts {
  readonly question: string;
  readonly chunks: readonly PromptChunk[];
  /** What the prompt orders to say when the chunks hold no answer. */
  readonly refusal: string;
}

const CHUNK_START = /^[ \t>]*(?:<[^>\n]*>[ \t]*)?\[(\d{1,3})\][ \t]*/u;
const QUESTION_START = /^[ \t]*[*#]*[ \t]*question\b[*]*[ \t]*:?[*]*[ \t]*(.*)$/iu;
const FENCE = /^[ \t]*(?:`{3,}.*|<\/?[^>]*>|<<.*|.*>>|[-=_*]{3,}.*)[ \t]*$/u;
const ORDERED_REFUSAL = /\breply exactly:[ \t]*["“]?([^"”\n]+)/iu;
const DEFAULT_REFUSAL = 'The documents do not answer this question.';

/**
 * Takes a prompt apart without knowing its template: its chunks, and as the question what follows the
 * last line that begins with "Question", else the last paragraph outside the chunks.
 */
export function readPrompt(prompt: string): PromptParts {
  const chunks = new Map<number, string[]>();
  const outside: string[] = [];
  let question: string[] | undefined;
  let current = outside;
  for (const line of prompt.split('\n')) {
    const chunkStart = CHUNK_START.exec(line);
    const questionStart = QUESTION_START.exec(line);
    if (chunkStart !== null) {
      current = [line.slice(chunkStart[0].length)];
      chunks.set(Number(chunkStart[1]), current);
    } else if (questionStart !== null) {
      question = [questionStart[1] ?? ''];
      current = question;
    } else if (!endsPart(line, current === question)) {
      current.push(line);
    } else if (current !== question || joinLines(current) !== '') {
      outside.push('');
      current = outside;
    }
  }
  const lastParagraph =
    joinLines(outside)
      .split(/\n\s*\n/u)
      .at(-1) ?? '';
  return {
    question: question === undefined ? lastParagraph : joinLines(question),
    chunks: [...chunks].map(([marker, lines]) => ({ marker, text: joinLines(lines) })),
    refusal: ORDERED_REFUSAL.exec(prompt)?.[1]?.trim() ?? DEFAULT_REFUSAL,
  };
}

/** A question is one paragraph; a chunk ends at the fence around all of them. */
function endsPart(line: string, isQuestion: boolean): boolean {
  return FENCE.test(line) || (isQuestion && line.trim() === '');
}

function joinLines(lines: readonly string[]): string {
  return lines.join('\n').trim();
}
