const MIN_LETTERS = 3;
const LETTERS = 26;

/** One slip in a share of the words: two letters swapped, one left out, added or replaced; never the first. */
export function mistype(text: string, share: number, random: () => number): string {
  return text
    .split(' ')
    .map((word) => (word.length < MIN_LETTERS || random() >= share ? word : slip(word, random)))
    .join(' ');
}

function slip(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = String.fromCharCode(97 + Math.floor(random() * LETTERS));
  const before = word.slice(0, at);
  switch (Math.floor(random() * 4)) {
    case 0:
      return `${before}${word.charAt(at + 1)}${word.charAt(at)}${word.slice(at + 2)}`;
    case 1:
      return `${before}${word.slice(at + 1)}`;
    case 2:
      return `${before}${letter}${word.slice(at)}`;
    default:
      return `${before}${letter}${word.slice(at + 1)}`;
  }
}
