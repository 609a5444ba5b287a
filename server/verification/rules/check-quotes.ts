import { normalizeText } from '../../../core/text/offset-map.ts';
import type { EvidenceIndex, IndexedChunk } from '../index-evidence.ts';
import { readTerms } from '../read-terms.ts';
import type { Comparison, Finding } from './finding.ts';

const QUOTED = /(?:"([^"\n]{2,600})"|“([^”\n]{2,600})”|«([^»\n]{2,600})»)/gu;
/** Shorter words in quotation marks are named or doubted, not quoted. */
const MIN_QUOTED_WORDS = 4;
const ALTERED_SHARE = 0.6;

/** What stands in quotation marks has to stand word for word in the cited chunks. */
export function checkQuotes(
  { claim, chunks }: Comparison,
  index: EvidenceIndex,
): readonly Finding[] {
  return Array.from(claim.text.matchAll(QUOTED)).flatMap((match): readonly Finding[] => {
    const quoted = match[1] ?? match[2] ?? match[3] ?? '';
    const isQuestion = quoted.endsWith('?');
    if (isQuestion || (quoted.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) < MIN_QUOTED_WORDS) return [];
    const span = {
      start: claim.start + match.index,
      end: claim.start + match.index + match[0].length,
    };
    if (chunks.some((indexed) => quotes(indexed, quoted))) return [];
    const other = index.chunks.find((indexed) => quotes(indexed, quoted));
    if (other !== undefined) {
      const text = `The quotation stands in [${String(other.chunk.marker)}], which is not cited.`;
      return [{ code: 'quote_misattributed', weight: 'missing', span, text }];
    }
    const isAltered = chunks.some((indexed) => shareOf(quoted, indexed) >= ALTERED_SHARE);
    return isAltered
      ? [
          {
            code: 'quote_altered',
            weight: 'missing',
            span,
            text: 'The quotation differs from the wording of the source.',
          },
        ]
      : [
          {
            code: 'quote_fabricated',
            weight: 'missing',
            span,
            text: 'The quotation does not occur in the source.',
          },
        ];
  });
}

/** Parts around an ellipsis are looked up on their own. */
function quotes({ plainText }: IndexedChunk, quoted: string): boolean {
  const parts = quoted.split(/\s*(?:\[?\.{3}\]?|\[?…\]?)\s*/u).filter((part) => part !== '');
  return parts.every((part) =>
    plainText().includes(
      normalizeText(part)
        .toLowerCase()
        .replace(/[.,;:!?\s]+$/u, '')
        .trim(),
    ),
  );
}

function shareOf(quoted: string, indexed: IndexedChunk): number {
  const terms = readTerms(quoted).map(({ term }) => term);
  if (terms.length === 0) return 0;
  const pairs = terms.slice(1).map((term, at) => `${terms[at] ?? ''} ${term}`);
  const known =
    terms.filter((term) => indexed.positions.has(term)).length +
    pairs.filter((pair) => indexed.bigrams.has(pair)).length;
  return known / (terms.length + pairs.length);
}
