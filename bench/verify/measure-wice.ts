import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Claim } from '../../contract/verification.ts';
import type { Span } from '../../core/text/spans.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import type { Folds } from './cross-validate.ts';
import { joinLines, readJsonLines, toChunk, toLabelledGroup } from './labelled-text.ts';

const ClaimRow = z.object({
  group: z.string(),
  claim: z.string(),
  evidence: z.array(z.object({ id: z.string(), text: z.string() })),
  supporting_sets: z.array(z.array(z.string())),
});
const TokenRow = ClaimRow.extend({
  tokens: z.array(z.string()),
  spans: z.array(z.object({ start: z.number(), end: z.number() })),
});
const CLAIMS = 'wice-dev-claims.jsonl';
const TOKENS = 'wice-tokens-dev.jsonl';

export interface WiceMeasure {
  /** The mean over claims of the F1 of the lines pointed to, against the best of the sets that would do. */
  readonly lineF1: number;
  /** Of the tokens that are not supported, over all claims together. */
  readonly tokenF1: number;
}

/** Whether the verifier points to the lines and the tokens that people pointed to; null where the rows are missing. */
export function measureWice(
  folder: string,
  { modelFor }: Pick<Folds, 'modelFor'>,
): WiceMeasure | null {
  if (!existsSync(join(folder, TOKENS)) || !existsSync(join(folder, CLAIMS))) return null;
  const verify = (row: z.infer<typeof ClaimRow>) => {
    const lines = row.evidence.map(({ text }) => text);
    const model = modelFor(toLabelledGroup('wice', row.group));
    const evidence = joinLines(lines).map(toChunk);
    return { lines, evidence, ...verifyAnswer({ answer: row.claim, evidence, model }) };
  };
  const claims = readJsonLines(folder, CLAIMS)
    .map((row) => ClaimRow.parse(row))
    .filter((row) => row.supporting_sets.length > 0);
  const ofLines = claims.map((row) => {
    const { lines, evidence, claims: found } = verify(row);
    const given = linesOf(
      lines,
      evidence.map(({ text }) => text),
      found,
    );
    return Math.max(...row.supporting_sets.map((wanted) => f1Of(given, new Set(wanted))));
  });
  const counts = { both: 0, either: 0 };
  for (const row of readJsonLines(folder, TOKENS).map((one) => TokenRow.parse(one))) {
    const marked = verify(row).claims.flatMap((claim) => claim.unsupported_spans);
    const given = marked.map(({ char_start: start, char_end: end }) => ({ start, end }));
    for (const token of placeTokens(row.claim, row.tokens)) {
      const isGiven = Number(given.some((span) => spansOverlap(span, token)));
      const isRight = Number(row.spans.some((span) => spansOverlap(span, token)));
      counts.both += isGiven * isRight;
      counts.either += isGiven + isRight;
    }
  }
  return {
    lineF1: ofLines.reduce((sum, f1) => sum + f1, 0) / Math.max(1, ofLines.length),
    tokenF1: (2 * counts.both) / Math.max(1, counts.either),
  };
}

/** The ids of the lines that hold the evidence: their places in the article. */
function linesOf(
  lines: readonly string[],
  chunks: readonly string[],
  claims: readonly Claim[],
): ReadonlySet<string> {
  const found = new Set<string>();
  let line = 0;
  for (const [at, text] of chunks.entries()) {
    const { chunk_id: id } = toChunk(text, at);
    const spans = claims
      .flatMap((claim) => claim.evidence)
      .filter((evidence) => evidence.chunk_id === id)
      .map(({ char_start: start, char_end: end }) => ({ start, end }));
    for (let start = 0; start <= text.length; line += 1) {
      const end = start + (lines[line]?.length ?? 0);
      if (spans.some((span) => spansOverlap(span, { start, end }))) found.add(String(line));
      start = end + LINE_GAP;
    }
  }
  return found;
}

/** What `joinLines` puts between two. */
const LINE_GAP = 2;

function placeTokens(text: string, tokens: readonly string[]): readonly Span[] {
  let from = 0;
  return tokens.flatMap((token) => {
    const start = text.indexOf(token, from);
    if (start < 0) return [];
    from = start + token.length;
    return [{ start, end: from }];
  });
}

function f1Of(given: ReadonlySet<string>, wanted: ReadonlySet<string>): number {
  const both = [...given].filter((id) => wanted.has(id)).length;
  return (2 * both) / Math.max(1, given.size + wanted.size);
}
