import type { TokenIndex } from './index-tokens.ts';
import { splitPiece } from './split-piece.ts';
import type { Atom, CuttingInput, Section } from './cutting.ts';
import type { Piece } from './read-pieces.ts';

const ROW_COST = 0.05;
const NESTED_ITEM_COST = 0.1;
const BLOCK_COST = 0.02;
const LEAD_IN_COST = 3;
const BEHIND_HEADING_COST = 1_000;
/** How much of a cut's cost its place in the text decides: enough for cuts to meet again after an edit. */
const CHANCE_COST = 0.25;
const MAX_HASHED_UNITS = 512;

const MAX_TOKENS_PER_UNIT = 3;
/** An estimate that is nearer to the limit is checked. */
const DOUBTFUL_TOKENS = 4;

/** What a section is packed of: whole blocks, and the parts of blocks that exceed the budget alone. */
export function readAtoms(input: CuttingInput, section: Section): readonly Atom[] {
  const { text, pieces, tokens } = input;
  const atoms: Atom[] = [];
  const firstText = section.firstText;
  for (let index = section.first; index <= section.last; index += 1) {
    const piece = pieces[index];
    if (piece === undefined) break;
    const limit =
      index === firstText ? roomBehindHeadings(input, section) : input.options.maxTokens;
    const parts = splitPiece(
      text,
      piece,
      ({ start, end }) =>
        (end - start) * MAX_TOKENS_PER_UNIT <= limit || fits(tokens, { start, end, limit }),
    );
    for (const [order, part] of parts.entries()) {
      const kindCost = order > 0 ? part.cutCost : costBefore(text, piece, pieces[index - 1]);
      atoms.push({
        start: part.start,
        end: part.end,
        pieceIndex: index,
        context: part.context,
        cutCost: kindCost + CHANCE_COST * chanceOf(text, part.start, part.end),
      });
    }
  }
  return atoms;
}

function fits(
  tokens: TokenIndex,
  { start, end, limit }: { readonly start: number; readonly end: number; readonly limit: number },
): boolean {
  const estimate = tokens.estimateBetween(start, end);
  if (Math.abs(estimate - limit) > DOUBTFUL_TOKENS) return estimate < limit;
  return tokens.countBetween(start, end) <= limit;
}

/** The first text goes below its headings if at least a quarter of the budget is left for it. */
function roomBehindHeadings(input: CuttingInput, section: Section): number {
  const { maxTokens } = input.options;
  const first = input.pieces[section.first];
  const text = input.pieces[section.firstText];
  if (first === undefined || text === undefined || section.first === section.firstText)
    return maxTokens;
  const lastHeading = input.pieces[section.firstText - 1] ?? first;
  const room = maxTokens - input.tokens.countBetween(first.start, lastHeading.end) - 2;
  return room >= maxTokens / 4 ? room : maxTokens;
}

function costBefore(text: string, piece: Piece, previous: Piece | undefined): number {
  if (previous === undefined) return 0;
  if (previous.opensSection) return BEHIND_HEADING_COST;
  const isList = piece.kind === 'list_item' || piece.kind === 'table_row';
  if (piece.kind !== 'paragraph' && piece.kind !== previous.kind && isLeadIn(text, previous))
    return LEAD_IN_COST;
  if (piece.page !== previous.page) return 0;
  if (!isList || piece.kind !== previous.kind) return BLOCK_COST;
  return text.charAt(piece.start - 1) === ' ' ? NESTED_ITEM_COST : ROW_COST;
}

function isLeadIn(text: string, { start, end }: Piece): boolean {
  return /[:：]$/.test(text.slice(Math.max(start, end - 4), end).trimEnd());
}

/** From 0 to 1, by the text alone (FNV-1a). */
function chanceOf(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + MAX_HASHED_UNITS);
  let hash = 0x811c9dc5;
  for (let index = start; index < limit; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 0x1_0000_0000;
}
