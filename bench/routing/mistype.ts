const MIN_LETTERS = 3;
const LETTERS = 26;

/**
 * One slip in a share of all words: two letters swapped, one left out, added or replaced; never the first. Words of one
 * or two letters have none, so the longer ones have more. A slip that changes nothing is made again.
 */
export function mistype(text: string, share: number, random: () => number): string {
  const words = text.split(' ');
  const long = [...words.keys()].filter((at) => (words[at] ?? '').length >= MIN_LETTERS);
  const shareOfLong = (share * words.length) / long.length;
  for (const at of long) {
    if (random() < shareOfLong) words[at] = slipOnce(words[at] ?? '', random);
  }
  return words.join(' ');
}

function slipOnce(word: string, random: () => number): string {
  let slipped = word;
  while (slipped === word) slipped = slip(word, random);
  return slipped;
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
