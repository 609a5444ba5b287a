import { disarmReply, type ReplyBounds } from './disarm-reply.ts';

/** Deltas of a model on their way to a reader. */
export interface DisarmedStream {
  readonly push: (text: string) => void;
  /** Lets go what is still held. */
  end(): void;
}

const END = /(?:[.!?…]["'”’)\]]*\s|[。！？]|\n)/gu;

/** Hands a stream on sentence by sentence, each disarmed: what has been read cannot be taken back. */
export function disarmStream(bounds: ReplyBounds, emit: (text: string) => void): DisarmedStream {
  let held = '';
  const release = (end: number) => {
    const { text } = disarmReply(held.slice(0, end), bounds);
    held = held.slice(end);
    if (text !== '') emit(text);
  };
  return {
    push(text) {
      held += text;
      const end = findEnd(held);
      if (end > 0) release(end);
    },
    end() {
      if (held !== '') release(held.length);
    },
  };
}

/** The last end of a sentence that no bracket stays open over. */
function findEnd(text: string): number {
  const ends = [...text.matchAll(END)].map((match) => match.index + match[0].length);
  return ends.findLast((end) => !isOpen(text, end)) ?? 0;
}

function isOpen(text: string, end: number): boolean {
  const before = text.slice(0, end);
  const count = (sign: string) => before.split(sign).length;
  const opensTag = before.lastIndexOf('<') > before.lastIndexOf('>');
  const opensTarget = before.lastIndexOf('](') > before.lastIndexOf(')');
  return count('[') > count(']') || opensTag || opensTarget;
}
