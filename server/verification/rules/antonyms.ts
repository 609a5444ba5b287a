import { extractTerms } from '../../../core/text/terms.ts';

const PAIRS = `increase decrease|increases decreases|rise fall|raise lower|before after|above below|minimum maximum|least most|
  more fewer|more less|higher lower|highest lowest|always never|include exclude|included excluded|allowed forbidden|
  allowed prohibited|permitted prohibited|mandatory optional|required optional|compulsory voluntary|approve reject|
  approved rejected|accepted refused|enabled disabled|enable disable|paid unpaid|internal external|open closed|
  start end|starts ends|begins ends|first last|early late|earliest latest|temporary permanent|public private|
  success failure|valid invalid|possible impossible|legal illegal|safe unsafe|eligible ineligible|inside outside|
  full empty|full-time part-time|gross net|buy sell|hot cold|import export|encrypted unencrypted|known unknown`;

let stems: readonly (readonly [string, string])[] | null = null;

/** Pairs of opposites, as stems and, for words without one, as they stand. */
export function stemsOfPairs(): readonly (readonly [string, string])[] {
  stems ??= PAIRS.split('|').map((pair) => {
    const [left = '', right = ''] = pair.trim().split(' ');
    return [stemOf(left), stemOf(right)] as const;
  });
  return stems;
}

/** The word's stem; a stop word stays as it is. */
export function stemOf(word: string): string {
  return extractTerms(word)[0] ?? word;
}
