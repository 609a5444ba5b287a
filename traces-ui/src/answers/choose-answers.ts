/** As many answers as one request may ask anew: the contract's number, without its validator. */
export const MAX_CHOSEN = 50;

/** The chosen ids with one more or one less; no more than can be asked anew at once. */
export function toggleChoice(
  chosen: readonly string[],
  id: string,
  isChosen: boolean,
): readonly string[] {
  const others = chosen.filter((one) => one !== id);
  return isChosen && others.length < MAX_CHOSEN ? [...others, id] : others;
}
