import type { Answer } from '../../contract/answer.ts';
import type { Citation, Claim } from '../../contract/verification.ts';
import type { Colors } from '../terminal.ts';
import { absoluteUrl } from './absolute-url.ts';
import { formatMilliseconds, formatPlace } from './facts.ts';
import { wrap, wrapHanging } from './layout.ts';
import { printableLine } from './printable.ts';

export interface AnswerLayout {
  readonly colors: Colors;
  readonly width: number;
  readonly serverUrl: URL;
}

/** An answer for a person: text, citations, verdict, where its trace is. */
export function renderAnswer(answer: Answer, layout: AnswerLayout): string {
  return `${wrap(answer.answer, layout.width).join('\n')}\n${renderAnswerDetails(answer, layout)}`;
}

/** What stands below the text of an answer. */
export function renderAnswerDetails(answer: Answer, layout: AnswerLayout): string {
  const citations = answer.citations.map((citation) => renderCitation(citation, layout));
  return [
    '',
    ...citations,
    ...(citations.length === 0 ? [] : ['']),
    verdictLine(answer, layout.colors),
    ...answer.claims
      .filter(isDoubtful)
      .map((claim) => `  ${wrapHanging(describeClaim(claim), layout.width - 2, '    ')}`),
    `Model ${printableLine(answer.route.model)}, ${formatMilliseconds(answer.timings_ms.total)}` +
      removedNote(answer.removed_by_access),
    `Trace ${layout.colors.cyan(absoluteUrl(answer.trace_url, layout.serverUrl))}`,
  ].join('\n');
}

/** Several claims may lean on one marker; the citation is described once for each quote. */
function renderCitation(citation: Citation, { colors, width }: AnswerLayout): string {
  const marker = colors.bold(`[${citation.marker}]`);
  if (citation.chunk_id === null)
    return `${marker} ${colors.red('names no chunk (a dangling marker)')}`;
  const place = formatPlace(citation);
  const head = `${citation.title ?? 'Untitled'} (${citation.source ?? 'unknown source'}${place === '' ? '' : `, ${place}`})`;
  const quote = wrap(`“${printableLine(citation.quote ?? '')}”`, width - 4);
  const status = isUseful(citation.status) ? '' : colors.yellow(` ${citation.status}`);
  return [
    `${marker} ${wrapHanging(printableLine(head), width - 4, '    ')}${status}`,
    ...quote.map((line) => `    ${colors.dim(line)}`),
  ].join('\n');
}

function isUseful(status: Citation['status']): boolean {
  return status === 'necessary' || status === 'sufficient' || status === 'redundant';
}

function verdictLine(answer: Answer, colors: Colors): string {
  const { verdict, verifier, unsupported_claims: unsupported } = answer.verification;
  const checked = answer.claims.filter((claim) => claim.verdict !== 'not_a_claim').length;
  const failed = `${unsupported} of ${checked} claims not supported (${verifier}).`;
  const lines: Record<typeof verdict, string> = {
    verified: `${colors.green('Verified')}: every claim is supported by what it cites (${checked} checked by ${verifier}).`,
    partly_verified: `${colors.yellow('Partly verified')}: ${failed}`,
    unverified: `${colors.red('Not verified')}: ${failed}`,
    not_applicable: 'Nothing to verify.',
  };
  return [...statusNote(answer.status, colors), lines[verdict]].join(' ');
}

const STATUS_TEXTS: Record<Answer['status'], string | null> = {
  answered: null,
  abstained: 'Abstained: the documents do not support an answer.',
  needs_review: 'Held back for review.',
  blocked: 'Blocked by policy.',
};

function statusNote(status: Answer['status'], colors: Colors): readonly string[] {
  const text = STATUS_TEXTS[status];
  return text === null ? [] : [colors.yellow(text)];
}

function isDoubtful(claim: Claim): boolean {
  return claim.verdict !== 'supported' && claim.verdict !== 'not_a_claim';
}

export function describeClaim(claim: Claim): string {
  const reasons = claim.reasons.map((reason) => reason.text).join(' ');
  return printableLine(`${claim.verdict}: “${claim.text}” ${reasons}`);
}

function removedNote(removed: number): string {
  if (removed === 0) return '';
  return `; ${removed} ${removed === 1 ? 'chunk' : 'chunks'} left out by access rules`;
}
