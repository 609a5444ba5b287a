/** What may part the digits of one number, at most two in a row; of what is no ASCII, anything. */
const MAX_GAP = 2;
const SEPARATORS = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[\s./_,*()+-]/.test(String.fromCharCode(code))),
);
const ZERO = 48;
const NINE = 57;

/** The most digits of a text that stand together: with no letter and no more than two signs or spaces between any two. */
export function mostGroupedDigits(text: string): number {
  let most = 0;
  let digits = 0;
  let gap = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      digits += 1;
      gap = 0;
      if (digits > most) most = digits;
    } else if (digits > 0) {
      gap += 1;
      if (gap > MAX_GAP || SEPARATORS[code] === 0) digits = 0;
    }
  }
  return most;
}
