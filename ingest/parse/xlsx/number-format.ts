/** One section of a number format, taken apart. */
export type NumberFormat =
  | { readonly kind: 'general' }
  | { readonly kind: 'text' }
  | { readonly kind: 'date'; readonly tokens: readonly DateToken[] }
  | {
      readonly kind: 'number';
      readonly prefix: string;
      readonly suffix: string;
      readonly minDecimals: number;
      readonly maxDecimals: number;
      readonly minDigits: number;
      readonly isGrouped: boolean;
      readonly isScientific: boolean;
      /** What the value is multiplied with: 100 for a percentage, 0.001 for thousands. */
      readonly factor: number;
    };

export type DateToken =
  | { readonly kind: 'part'; readonly part: string }
  | { readonly kind: 'literal'; readonly text: string };

/** The formats that files refer to without writing them (ECMA-376 18.8.30); dates as ISO 8601 orders them. */
export const BUILT_IN_FORMATS: ReadonlyMap<number, string> = new Map([
  [0, 'General'],
  [1, '0'],
  [2, '0.00'],
  [3, '#,##0'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  [11, '0.00E+00'],
  [12, 'General'],
  [13, 'General'],
  [14, 'yyyy-mm-dd'],
  [15, 'd-mmm-yy'],
  [16, 'd-mmm'],
  [17, 'mmm-yy'],
  [18, 'h:mm AM/PM'],
  [19, 'h:mm:ss AM/PM'],
  [20, 'h:mm'],
  [21, 'h:mm:ss'],
  [22, 'yyyy-mm-dd h:mm'],
  [37, '#,##0;-#,##0'],
  [38, '#,##0;-#,##0'],
  [39, '#,##0.00;-#,##0.00'],
  [40, '#,##0.00;-#,##0.00'],
  [45, 'mm:ss'],
  [46, '[h]:mm:ss'],
  [47, 'mm:ss'],
  [48, '0.0E+0'],
  [49, '@'],
]);

/** Characters, escapes, quoted words, brackets, fillers and runs of date letters of a format code. */
const PIECE =
  /"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[(h+|m+|s+)\]|\[[^\]]*\]|_.|\*.|(am\/pm|a\/p)|(general)|(y+|m+|d+|h+|s+(?:\.0+)?)|([0#?.,%@/]|e[+-])|([^])/gi;

/** Takes a format code apart into its sections: positive, negative, zero, text. */
export function readNumberFormat(code: string): readonly NumberFormat[] {
  return splitSections(code).map(readSection);
}

function splitSections(code: string): readonly string[] {
  const sections = [''];
  for (const [piece] of code.matchAll(/"[^"]*"|\\.|[^]/g)) {
    if (piece === ';') sections.push('');
    else sections.push((sections.pop() ?? '') + piece);
  }
  return sections;
}

function readSection(code: string): NumberFormat {
  const pieces = Array.from(code.matchAll(PIECE));
  if (pieces.some((piece) => piece[6] !== undefined) || code.includes('/?'))
    return { kind: 'general' };
  if (
    pieces.some(
      (piece) => piece[4] !== undefined || piece[5] !== undefined || piece[7] !== undefined,
    )
  )
    return { kind: 'date', tokens: pieces.map(dateTokenOf) };
  if (pieces.some((piece) => piece[8] === '@')) return { kind: 'text' };
  return readDigits(pieces);
}

function dateTokenOf(piece: RegExpMatchArray): DateToken {
  const part = piece[4] === undefined ? (piece[5] ?? piece[7]) : `[${piece[4]}]`;
  if (part !== undefined) return { kind: 'part', part: part.toLowerCase() };
  return { kind: 'literal', text: literalOf(piece) || (piece[8] ?? '') };
}

function readDigits(pieces: readonly RegExpMatchArray[]): NumberFormat {
  const before: string[] = [];
  const after: string[] = [];
  let digits = '';
  for (const piece of pieces) {
    const place = piece[8];
    if (place !== undefined && place !== '%') digits += place;
    else (digits === '' ? before : after).push(place ?? literalOf(piece));
  }
  const [mantissa = '', ...exponent] = digits.split(/e[+-]/i);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = /,+$/.exec(mantissa)?.[0].length ?? /,+$/.exec(whole)?.[0].length ?? 0;
  const percent = [...before, ...after].filter((text) => text === '%').length;
  return {
    kind: 'number',
    prefix: before.join(''),
    suffix: after.join(''),
    minDecimals: fraction.replace(/[^0]/g, '').length,
    maxDecimals: fraction.replace(/[^0#?]/g, '').length,
    minDigits: whole.replace(/[^0]/g, '').length,
    isGrouped: /[0#?],+[0#?]/.test(whole),
    isScientific: exponent.length > 0,
    factor: 100 ** percent / 1_000 ** scale,
  };
}

function literalOf(piece: RegExpMatchArray): string {
  return piece[1] ?? piece[2] ?? piece[3] ?? piece[9] ?? '';
}
