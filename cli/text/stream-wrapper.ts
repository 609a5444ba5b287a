import { displayWidth } from './layout.ts';

export interface StreamWrapper {
  push(text: string): void;
  /** Writes what is left and ends the line. */
  finish(): void;
}

/** Writes text that comes in pieces, broken at spaces to lines of at most `width` cells. */
export function createStreamWrapper(width: number, write: (text: string) => void): StreamWrapper {
  let column = 0;
  let gap = 0;
  let word = '';

  function flushWord(): void {
    if (word === '') return;
    const cells = displayWidth(word);
    const fits = column === 0 || column + gap + cells <= width;
    write(fits ? ' '.repeat(gap) + word : `\n${word}`);
    column = fits ? column + gap + cells : cells;
    gap = 0;
    word = '';
  }

  return {
    push(text) {
      for (const character of text) {
        if (character !== ' ' && character !== '\n') {
          word += character;
          continue;
        }
        flushWord();
        if (character === ' ') gap += 1;
        else write('\n');
        if (character === '\n') [column, gap] = [0, 0];
      }
    },
    finish() {
      flushWord();
      write('\n');
    },
  };
}
