export type Style = ReadonlyMap<string, string>;

export interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly isImportant: boolean;
}

/** Red, green and blue, 0 to 255 each. */
export type Color = readonly [number, number, number];

export const WHITE: Color = [255, 255, 255];
/** No eye parts colours that are closer than this in every channel. */
const MIN_CONTRAST = 10;
const NAMED_COLORS: ReadonlyMap<string, Color> = new Map([
  ['white', WHITE],
  ['snow', [255, 250, 250]],
  ['ivory', [255, 255, 240]],
  ['ghostwhite', [248, 248, 255]],
  ['whitesmoke', [245, 245, 245]],
  ['black', [0, 0, 0]],
  ['red', [255, 0, 0]],
  ['green', [0, 128, 0]],
  ['blue', [0, 0, 255]],
  ['yellow', [255, 255, 0]],
  ['gray', [128, 128, 128]],
  ['grey', [128, 128, 128]],
  ['silver', [192, 192, 192]],
]);

/** The declarations of a style attribute or of a rule, in lower case and in order. */
export function readDeclarations(css: string): readonly Declaration[] {
  return css
    .toLowerCase()
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      if (colon < 0) return [];
      const written = declaration.slice(colon + 1);
      const value = written.replace(/!\s*important/, '').trim();
      const isImportant = value !== written.trim();
      return [{ property: declaration.slice(0, colon).trim(), value, isImportant }];
    });
}

/** The colour that a CSS value or an HTML attribute names, or null for one that is not plain. */
export function readColor(value: string): Color | null {
  const text = value.trim().toLowerCase();
  const named = NAMED_COLORS.get(text);
  if (named !== undefined) return named;
  const short = /^#([\da-f])([\da-f])([\da-f])$/.exec(text);
  const long = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/.exec(text);
  if (short !== null) return channelsOf(short, (digit) => Number.parseInt(digit + digit, 16));
  if (long !== null) return channelsOf(long, (digits) => Number.parseInt(digits, 16));
  const decimal =
    /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*(?:1(?:\.0*)?|100%)\s*)?\)$/.exec(
      text,
    );
  return decimal === null ? null : channelsOf(decimal, Number);
}

/** Colours that let all behind them through. */
export function isTransparent(value: string): boolean {
  return (
    value === 'transparent' ||
    (/^(?:rgb|hsl)a?\(.*[,/]\s*0(?:\.0*)?%?\s*\)$/.test(value) && /a\(|\//.test(value))
  );
}

export function areAlike(one: Color, other: Color): boolean {
  return one.every((channel, index) => Math.abs(channel - (other[index] ?? 0)) < MIN_CONTRAST);
}

function channelsOf(match: RegExpExecArray, read: (digits: string) => number): Color {
  return [read(match[1] ?? ''), read(match[2] ?? ''), read(match[3] ?? '')];
}
