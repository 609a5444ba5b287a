import {
  disarmReply,
  ECHO_WORDS,
  OPENING_WORDS,
  wordsOf,
  type ReplyBounds,
} from './disarm-reply.ts';

/** Deltas of a model on their way to a reader. */
export interface DisarmedStream {
  readonly push: (text: string) => void;
  /** Lets go what is still held. */
  end(): void;
}

const END = /(?:\s+|[。！？])/gu;

/**
 * Hands a stream on word by word, each disarmed: what has been read cannot be taken back. What may become a link, an
 * element or words of the instructions is held until it is known what it is.
 */
export function disarmStream(bounds: ReplyBounds, emit: (text: string) => void): DisarmedStream {
  let held = '';
  /** The last words before what is held. */
  let before: readonly string[] = [];
  const release = (end: number) => {
    const piece = held.slice(0, end);
    held = held.slice(end);
    const words = [...before, ...wordsOf(piece)];
    before = words.slice(1 - ECHO_WORDS);
    if (saysInstructions(words, bounds)) return;
    const { text } = disarmReply(piece, bounds);
    if (text !== '') emit(text);
  };
  const mayOpen = (text: string) => {
    const last = [...before, ...wordsOf(text)].slice(-OPENING_WORDS);
    return last.length === OPENING_WORDS && bounds.openings.has(last.join(' '));
  };
  return {
    push(text) {
      held += text;
      const ends = [...held.matchAll(END)].map((match) => match.index + match[0].length);
      const end = ends.findLast((at) => !isOpen(held, at) && !mayOpen(held.slice(0, at))) ?? 0;
      if (end > 0) release(end);
    },
    end() {
      if (held !== '') release(held.length);
    },
  };
}

function saysInstructions(words: readonly string[], { instructions }: ReplyBounds): boolean {
  for (let at = 0; at + ECHO_WORDS <= words.length; at += 1) {
    if (instructions.has(words.slice(at, at + ECHO_WORDS).join(' '))) return true;
  }
  return false;
}

/** Whether a bracket, a tag or the target of a link stays open at the end. */
function isOpen(text: string, end: number): boolean {
  const before = text.slice(0, end);
  const count = (sign: string) => before.split(sign).length;
  const opensTag = before.lastIndexOf('<') > before.lastIndexOf('>');
  const opensTarget = before.lastIndexOf('](') > before.lastIndexOf(')');
  return count('[') > count(']') || opensTag || opensTarget;
}
