import { z } from 'zod';
import type { Evidence } from '../../../contract/verification.ts';
import { findWords } from '../../../core/text/find-words.ts';
import { normalizeText, normalizeWithOffsets } from '../../../core/text/offset-map.ts';
import type { EvidenceChunk } from '../evidence-chunk.ts';
import type { OpenClaim, Opinion } from './verifier-tier.ts';

const Part = z.object({
  quote: z.string().max(2_000).nullable(),
  chunk: z.int().nullable(),
  opposes: z.boolean().default(false),
  derived: z.boolean().default(false),
});
const JudgedSentence = z.object({
  id: z.int(),
  parts: z.array(Part).min(1).max(50),
  verdict: z.enum([
    'supported',
    'partially_supported',
    'contradicted',
    'unsupported',
    'absence_claim',
    'not_a_claim',
  ]),
});
const JudgeReply = z.object({ sentences: z.array(JudgedSentence).max(100) });
type JudgedSentence = z.infer<typeof JudgedSentence>;

export type ReadReply =
  | { readonly kind: 'read'; readonly opinions: readonly Opinion[] }
  | { readonly kind: 'unreadable'; readonly detail: string };

const STRICTNESS = ['supported', 'partially_supported', 'unsupported'] as const;
/** No figure of the judge's own is asked for: such figures are badly calibrated. */
const P_OF = {
  supported: 0.95,
  partially_supported: 0.4,
  unsupported: 0.1,
  contradicted: 0.03,
} as const;
/** A quote of one letter would be found anywhere. */
const MIN_QUOTE = 3;

/**
 * What a reply says of the claims that were asked about. Every quote has to stand in the chunk that it names, typography
 * and letter case aside, and that chunk has to be one that the claim may rest on: else it is dropped, and the verdict is
 * made from what is left, never milder than the judge's own. Claims of which it says nothing usable have no opinion,
 * nor has support for a value that a rule speaks against, when no quote has it and none is said to be converted.
 */
export function readJudgeReply(text: string, claims: readonly OpenClaim[]): ReadReply {
  const parsed = parseReply(text);
  if (parsed === null)
    return { kind: 'unreadable', detail: 'Its reply is not in the form that was asked for.' };
  const opinions = claims.flatMap((open, at) => {
    const own = parsed.sentences.filter(({ id }) => id === at + 1);
    const [judged] = own;
    if (judged === undefined || own.length > 1) return [];
    if (judged.verdict === 'absence_claim' || judged.verdict === 'not_a_claim') return [];
    const opinion = toOpinion(open, { ...judged, verdict: judged.verdict });
    return overlooksRule(opinion, open, judged) ? [] : [opinion];
  });
  return { kind: 'read', opinions };
}

function parseReply(text: string): z.infer<typeof JudgeReply> | null {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return null;
  try {
    const parsed = JudgeReply.safeParse(JSON.parse(text.slice(start, end + 1)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

interface LocatedPart {
  readonly place: Evidence | null;
  readonly marker: number | null;
  readonly opposes: boolean;
}

function toOpinion(
  { index, chunks }: OpenClaim,
  { parts, verdict: said }: JudgedSentence & { readonly verdict: Opinion['verdict'] },
): Opinion {
  const located = parts.map((part) => locate(part, chunks));
  const dropped = parts.filter(({ quote }, at) => quote !== null && located[at]?.place === null);
  const verdict = decide(located, said);
  const own = located.filter(
    ({ place, opposes }) => place !== null && opposes === (verdict === 'contradicted'),
  );
  const markers = [...new Set(own.flatMap(({ marker }) => (marker === null ? [] : [marker])))];
  const notFound = dropped.map(({ quote }) => ({
    code: 'judge_quote_not_found' as const,
    text: `The judge quotes “${clip(quote ?? '')}”, which does not stand in the chunk.`,
  }));
  return {
    index,
    verdict,
    pSupported: P_OF[verdict],
    reasons: [describe(verdict, located), ...notFound],
    carriedBy: verdict === 'supported' && markers.length === 1 ? markers : [],
    partlyBy: markers,
    evidence: own.length === 0 ? null : own.flatMap(({ place }) => (place === null ? [] : [place])),
    openBecause: null,
  };
}

function decide(parts: readonly LocatedPart[], said: Opinion['verdict']): Opinion['verdict'] {
  const found = parts.filter(({ place }) => place !== null);
  if (found.some(({ opposes }) => opposes) && said === 'contradicted') return 'contradicted';
  const supporting = found.filter(({ opposes }) => !opposes);
  const made =
    supporting.length === parts.length
      ? 'supported'
      : supporting.length > 0
        ? 'partially_supported'
        : 'unsupported';
  const strictest = said === 'contradicted' ? 'unsupported' : said;
  return STRICTNESS.indexOf(made) > STRICTNESS.indexOf(strictest) ? made : strictest;
}

function locate(
  { quote, chunk: marker, opposes }: z.infer<typeof Part>,
  chunks: readonly EvidenceChunk[],
): LocatedPart {
  const chunk = chunks.find((one) => one.marker === marker);
  const nothing = { place: null, marker: null, opposes };
  if (quote === null || chunk === undefined) return nothing;
  const wanted = normalizeText(quote).toLowerCase().trim();
  const normalized = normalizeWithOffsets(chunk.text);
  const plain = normalized.text.toLowerCase();
  if (wanted.length < MIN_QUOTE || plain.length !== normalized.text.length) return nothing;
  const [found] = findWords(plain, wanted);
  if (found === undefined) return nothing;
  const { start, end } = normalized.toOriginal(found);
  return {
    marker,
    opposes,
    place: {
      chunk_id: chunk.chunk_id,
      document_id: chunk.document_id,
      document_version: chunk.document_version,
      char_start: chunk.char_start + start,
      char_end: chunk.char_start + end,
    },
  };
}

const VALUE_RULES: ReadonlySet<string> = new Set([
  'number_novel',
  'number_swapped',
  'unit_changed',
  'date_mismatch',
]);

function overlooksRule(
  { verdict }: Opinion,
  { claim: { text, reasons } }: OpenClaim,
  { parts }: JudgedSentence,
): boolean {
  if (verdict !== 'supported' || !reasons.some(({ code }) => VALUE_RULES.has(code))) return false;
  if (parts.some(({ derived }) => derived)) return false;
  const quoted = new Set(parts.flatMap(({ quote }) => numbersOf(quote ?? '')));
  return numbersOf(text).some((number) => !quoted.has(number));
}

function numbersOf(text: string): readonly string[] {
  return text.match(/\d+(?:[.,]\d+)*/gu) ?? [];
}

function describe(
  verdict: Opinion['verdict'],
  parts: readonly LocatedPart[],
): Opinion['reasons'][number] {
  const found = parts.filter(({ place, opposes }) => place !== null && !opposes).length;
  const counted = `${String(found)} of ${String(parts.length)} ${parts.length === 1 ? 'part' : 'parts'}`;
  if (verdict === 'supported')
    return { code: 'judge_supports', text: `The judge quotes the chunks for ${counted}.` };
  if (verdict === 'contradicted')
    return { code: 'judge_contradicts', text: 'The judge quotes what states the opposite.' };
  return {
    code: 'judge_does_not_support',
    text: `The judge quotes the chunks for ${counted} and calls it ${verdict.replace('_', ' ')}.`,
  };
}

function clip(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`.toWellFormed();
}
