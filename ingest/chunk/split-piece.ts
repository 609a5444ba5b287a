import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';
import type { BlockKind } from '../parse/parsed-document.ts';
import type { Part } from './part.ts';
import { splitCells } from './split-cells.ts';
import { splitLines } from './split-lines.ts';
import { splitRun } from './split-run.ts';

const SENTENCE_COST = 0.15;
const WORD_COST = 1;
const RUN_COST = 1.5;

type SplitPart = (text: string, part: Part) => readonly Part[];

/**
 * Cuts what does not fit into parts that do, and only as finely as needed: rows at cells, code at lines,
 * prose at sentences, then all at words, and a run without white space at what a reader sees as characters.
 */
export function splitPiece(
  text: string,
  piece: Span & { readonly kind: BlockKind },
  fits: (span: Span) => boolean,
): readonly Part[] {
  const { start, end } = piece;
  let parts: readonly Part[] = [{ start, end, cutCost: 0, context: [], innerContext: [] }];
  for (const split of splittersFor(piece.kind)) {
    let isFine = true;
    parts = parts.flatMap((part) => {
      if (fits(part)) return [part];
      isFine = false;
      return split(text, part);
    });
    if (isFine) break;
  }
  return parts;
}

const splitProse = splittingAt(SENTENCE_COST, (text, { start, end }) =>
  splitSentences(text.slice(start, end)).map((sentence) => ({
    start: start + sentence.start,
    end: start + sentence.end,
  })),
);
const splitWords = splittingAt(WORD_COST, (text, span) => spansMatching(text, span, /\S+/g));
const splitGraphemes = splittingAt(RUN_COST, splitRun);
const splitCodePoints = splittingAt(RUN_COST, (text, span) => spansMatching(text, span, /./gsu));

function splittersFor(kind: BlockKind): readonly SplitPart[] {
  const anywhere = [splitWords, splitGraphemes, splitCodePoints];
  if (kind === 'table_row') return [splitCells, splitProse, ...anywhere];
  return [kind === 'code' ? splitLines : splitProse, ...anywhere];
}

/** The first part begins as the whole did; the others begin inside it. */
function splittingAt(
  cutCost: number,
  split: (text: string, span: Span) => readonly Span[],
): SplitPart {
  return (text, whole) =>
    split(text, whole).map(({ start, end }, index) => ({
      start,
      end,
      cutCost: index === 0 ? whole.cutCost : cutCost,
      context: index === 0 ? whole.context : whole.innerContext,
      innerContext: whole.innerContext,
    }));
}

function spansMatching(text: string, { start, end }: Span, pattern: RegExp): readonly Span[] {
  return Array.from(text.slice(start, end).matchAll(pattern), (match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}
