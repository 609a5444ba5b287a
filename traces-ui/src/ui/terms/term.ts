export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'muted';

export type TermIcon =
  'check' | 'half' | 'cross' | 'question' | 'minus' | 'clock' | 'alert' | 'ban' | 'info' | 'eye';

/** How one value of a closed set is shown everywhere: its words, its colour, its icon. */
export interface Term {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: TermIcon;
  /** One sentence for a tooltip. */
  readonly meaning: string;
}

/** The values of a closed set in the order in which its terms are written. */
export function valuesOf<Value extends string>(terms: Readonly<Record<Value, unknown>>): Value[] {
  return Object.keys(terms).filter((key): key is Value => Object.hasOwn(terms, key));
}

/** The value if it belongs to the closed set, else undefined. */
export function valueIn<Value extends string>(
  terms: Readonly<Record<Value, unknown>>,
  value: unknown,
): Value | undefined {
  return valuesOf(terms).find((known) => known === value);
}
