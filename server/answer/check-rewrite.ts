import type { Message } from '../../contract/retrieval.ts';
import { findInjections } from '../../core/scan/find-injections.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import { extractTerms } from '../../core/text/terms.ts';

export type CheckedRewrite =
  | { readonly kind: 'usable'; readonly text: string }
  /** `problem` ends a sentence that begins with the model's name. */
  | { readonly kind: 'refused'; readonly problem: string };

const MAX_CHARS = 400;
/** A rewriting joins words of the conversation: of its own it needs hardly any. */
const MAX_STRANGE_SHARE = 0.3;

/**
 * Whether a reply is the question in other words of the conversation: one line, no longer than a question is, in its
 * language, of its words and numbers, and without instructions to a model that the question does not hold itself.
 */
export function checkRewrite(
  reply: string,
  { question, history }: { readonly question: string; readonly history: readonly Message[] },
): CheckedRewrite {
  const text = unquote(reply.trim());
  if (text === '') return refuse('wrote nothing');
  if (text.length > Math.max(MAX_CHARS, question.length * 2)) {
    return refuse(`wrote ${text.length} characters`);
  }
  if (text.includes('\n')) return refuse('wrote more than one line');
  const isBidden = findInjections(text).length > 0 && findInjections(question).length === 0;
  if (isBidden) return refuse('wrote instructions to a model');
  const conversation = [...history.map(({ content }) => content), question].join('\n');
  const [wanted, written] = [detectLanguage(conversation), detectLanguage(text)];
  if (wanted !== null && written !== null && wanted !== written) {
    return refuse('wrote in another language');
  }
  const strange = findStrange(text, conversation);
  return strange === null ? { kind: 'usable', text } : refuse(strange);
}

function findStrange(text: string, conversation: string): string | null {
  const known = new Set(extractTerms(conversation));
  const terms = [...new Set(extractTerms(text))];
  if (terms.length === 0) return 'wrote nothing to search for';
  const strange = terms.filter((term) => !known.has(term));
  if (strange.some((term) => /\p{N}/u.test(term))) {
    return 'wrote a number or a name that the conversation does not hold';
  }
  return strange.length > terms.length * MAX_STRANGE_SHARE
    ? 'wrote of other things than the conversation'
    : null;
}

function unquote(text: string): string {
  return /^["“„'‘](?<inside>.*)["”“'’]$/su.exec(text)?.groups?.['inside']?.trim() ?? text;
}

function refuse(problem: string): CheckedRewrite {
  return { kind: 'refused', problem };
}
