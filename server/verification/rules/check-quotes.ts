import { normalizeText } from '../../../core/text/offset-map.ts';
import { findDenials } from '../find-denials.ts';
import type { EvidenceIndex, IndexedChunk } from '../index-evidence.ts';
import { readTerms } from '../read-terms.ts';
import { readWords } from '../read-words.ts';
import type { Comparison, Finding } from './finding.ts';

/** A raised comma closes only where no letter follows it: within a word it is an apostrophe. */
const QUOTED =
  /(?:"([^"\n]{2,600})"|„([^“”\n]{2,600})[“”]|“([^”\n]{2,600})”|«([^»\n]{2,600})»|(?<![\p{L}\p{N}])‘((?:[^‘’\n]|’(?=\p{L})){2,600})’(?!\p{L}))/gu;
/** Shorter words in quotation marks are named or doubted, not quoted. */
const MIN_QUOTED_WORDS = 4;
const ALTERED_SHARE = 0.6;
const ELLIPSIS = /\s*(?:\[\s?(?:\.{3}|…)\s?\]|\(\s?(?:\.{3}|…)\s?\)|\.{3}|…)\s*/u;

/** What stands in quotation marks has to stand word for word in the cited chunks. */
export function checkQuotes(
  { claim, chunks }: Comparison,
  index: EvidenceIndex,
): readonly Finding[] {
  return Array.from(claim.text.matchAll(QUOTED)).flatMap((match): readonly Finding[] => {
    const quoted = match.slice(1).find((words) => words !== undefined) ?? '';
    const isQuestion = quoted.endsWith('?');
    if (isQuestion || (quoted.match(/[\p{L}\p{N}]+/gu)?.length ?? 0) < MIN_QUOTED_WORDS) return [];
    const span = {
      start: claim.start + match.index,
      end: claim.start + match.index + match[0].length,
    };
    const fault = findFault(quoted, chunks, index);
    return fault === null ? [] : [{ ...fault, weight: 'missing', span }];
  });
}

type Fault = Pick<Finding, 'code' | 'text'>;

function findFault(
  quoted: string,
  chunks: readonly IndexedChunk[],
  index: EvidenceIndex,
): Fault | null {
  const held = new Set(chunks.map((indexed) => findQuotation(quoted, indexed)));
  if (held.has('whole')) return null;
  const other = index.chunks.find((indexed) => findQuotation(quoted, indexed) === 'whole');
  if (other !== undefined) {
    const text = `The quotation stands in [${String(other.chunk.marker)}], which is not cited.`;
    return { code: 'quote_misattributed', text };
  }
  if (chunks.some(({ plainLeftOut }) => plainLeftOut().includes(toPlain(quoted)))) {
    const text = 'The quotation is of a sentence that speaks to a model, which is no support.';
    return { code: 'source_left_out', text };
  }
  if (held.has('without_not')) {
    return { code: 'quote_altered', text: 'The quotation leaves out a negation of the source.' };
  }
  if (held.has('spliced')) {
    const text = 'The parts of the quotation do not stand together in the source in this order.';
    return { code: 'quote_spliced', text };
  }
  return chunks.some((indexed) => shareOf(quoted, indexed) >= ALTERED_SHARE)
    ? { code: 'quote_altered', text: 'The quotation differs from the wording of the source.' }
    : { code: 'quote_fabricated', text: 'The quotation does not occur in the source.' };
}

/** How a chunk holds a quotation: its parts around an ellipsis close together and in order, or only each somewhere. */
type Held = 'whole' | 'without_not' | 'spliced';

function findQuotation(quoted: string, indexed: IndexedChunk): Held | null {
  const plain = indexed.plainText();
  if (plain.includes(toPlain(quoted))) return 'whole';
  const parts = quoted
    .split(ELLIPSIS)
    .map(toPlain)
    .filter((part) => part !== '');
  if (parts.length < 2 || !parts.every((part) => plain.includes(part))) return null;
  let held: Held = 'spliced';
  const [first = ''] = parts;
  for (let at = plain.indexOf(first); at >= 0; at = plain.indexOf(first, at + 1)) {
    const gaps = findGaps(parts, at, indexed);
    if (gaps === null) continue;
    if (gaps.every((gap) => findDenials(readWords(gap)).length === 0)) return 'whole';
    held = 'without_not';
  }
  return held;
}

/** What the ellipses leave out where the first part stands at a place; null where a part is missing or far away. */
function findGaps(
  parts: readonly string[],
  from: number,
  indexed: IndexedChunk,
): readonly string[] | null {
  const plain = indexed.plainText();
  const gaps: string[] = [];
  let end = from + (parts[0]?.length ?? 0);
  for (const part of parts.slice(1)) {
    const next = plain.indexOf(part, end);
    if (next < 0 || sentenceAt(next, indexed) - sentenceAt(end - 1, indexed) > 1) return null;
    gaps.push(plain.slice(end, next));
    end = next + part.length;
  }
  return gaps;
}

/** The number of the sentence that holds a place of the plain text. */
function sentenceAt(at: number, { normalized, sentences }: IndexedChunk): number {
  const { start } = normalized().toOriginal({ start: at, end: at + 1 });
  return sentences.findLastIndex((sentence) => sentence.start <= start);
}

function toPlain(words: string): string {
  return normalizeText(words)
    .toLowerCase()
    .replace(/[.,;:!?\s]+$/u, '')
    .trim();
}

function shareOf(quoted: string, indexed: IndexedChunk): number {
  const terms = readTerms(quoted).map(({ term }) => term);
  if (terms.length === 0) return 0;
  const pairs = terms.slice(1).map((term, at) => `${terms[at] ?? ''} ${term}`);
  const known =
    terms.filter((term) => indexed.termSet.has(term)).length +
    pairs.filter((pair) => indexed.bigrams().has(pair)).length;
  return known / (terms.length + pairs.length);
}
