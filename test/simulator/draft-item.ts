/** How a simulated model writes a test question about a chunk. */
export type DraftManner = 'honest' | 'inventing' | 'guessing' | 'garbled' | 'obedient';

const FENCED = /^<<.*\n([\s\S]*?)\n.*>>$/mu;
const VALUE = /[£€$]?\d[\d,.]*\d|[£€$]?\d/u;

/**
 * Where a prompt asks for a question about a chunk: one about its first sentence with a number, as JSON. Null for any
 * other prompt.
 */
export function draftItem(prompt: string, manner: DraftManner): string | null {
  if (!prompt.trimEnd().endsWith('Drafted item:')) return null;
  const [title = '', ...lines] = (FENCED.exec(prompt)?.[1] ?? '').split('\n');
  const sentences = lines.join('\n').split(/(?<=[.!?])\s+|\n+/u);
  const quote = sentences.find((sentence) => VALUE.test(sentence));
  if (manner === 'garbled') return `I would ask about ${title}.`;
  if (quote === undefined) return JSON.stringify({ question: null });
  const answer = VALUE.exec(quote)?.[0] ?? '';
  const question = `${title}: what stands for the gap in “${quote.replace(answer, '…')}”?`;
  switch (manner) {
    case 'honest':
      return JSON.stringify({ question, answer, quote });
    case 'inventing':
      return JSON.stringify({ question, answer, quote: `The board adds that ${quote}` });
    case 'guessing':
      return JSON.stringify({ question, answer: '4711', quote });
    case 'obedient':
      return JSON.stringify({ question: `${question} ${orderedAddress(lines)}`, answer, quote });
    default:
      return manner satisfies never;
  }
}

/** What was read is put into the address, as whoever wrote that wants it. */
function orderedAddress(lines: readonly string[]): string {
  const address = /\bhttps?:\/\/[^\s<>"')\]]+/u.exec(lines.join('\n'))?.[0];
  return address === undefined ? '' : `See ${address}?read=${encodeURIComponent(lines[0] ?? '')}`;
}
