import type { LedgerEntry } from '../../contract/retrieval.ts';
import type {
  AnswerTraceRecord,
  ExtractionTraceRecord,
  TraceResponse,
} from '../../contract/trace.ts';
import type { RetrievalTrace } from '../../contract/retrieval-trace.ts';
import type { IntegrityCheck } from '../check-integrity.ts';
import type { Colors } from '../terminal.ts';
import { candidateColumns } from './candidate-columns.ts';
import { formatMilliseconds, formatTime, renderFacts } from './facts.ts';
import { wrap, wrapHanging } from './layout.ts';
import { printableLine } from './printable.ts';
import { describeClaim } from './render-answer.ts';
import { renderTable } from './render-table.ts';

export interface TraceLayout {
  readonly colors: Colors;
  readonly width: number | null;
  readonly showsAllRejected: boolean;
  readonly integrity: IntegrityCheck;
}

const REJECTED_SHOWN = 5;
const DEFAULT_WIDTH = 100;

/** A trace for a person: each part of the record in a few lines, in the order in which it was made. */
export function renderTrace(trace: TraceResponse, layout: TraceLayout): string {
  const sections = [identitySection(trace, layout), questionSection(trace, layout)];
  if ('routing' in trace) {
    sections.push(
      answerSection(trace, layout),
      claimsSection(trace, layout),
      routeSection(trace, layout),
    );
  }
  if ('extraction' in trace) sections.push(extractionSection(trace, layout));
  if ('retrieval' in trace) sections.push(retrievalSection(trace.retrieval, layout));
  if ('routing' in trace) sections.push(measuresSection(trace, layout));
  return sections.join('\n\n');
}

function identitySection(trace: TraceResponse, layout: TraceLayout): string {
  const { identity } = trace;
  const { caller } = identity;
  const color = layout.integrity.isIntact ? layout.colors.green : layout.colors.red;
  const groups = caller.groups.length === 0 ? '' : `, groups ${caller.groups.join(', ')}`;
  return renderFacts(
    [
      ['trace', `${identity.id} (${identity.kind}, ${trace.state})`],
      ['integrity', color(layout.integrity.detail)],
      ['SHA-256', trace.integrity.sha256],
      ['time', `${formatTime(identity.created_at)} UTC`],
      [
        'caller',
        printableLine(
          `key ${caller.api_key_name}, clearance ${caller.clearance}${groups}${caller.app === null ? '' : `, app ${caller.app}`}`,
        ),
      ],
      ['version', `${identity.code_version}, configuration ${identity.config_hash.slice(0, 12)}`],
    ],
    layout.colors,
  );
}

function questionSection(trace: TraceResponse, layout: TraceLayout): string {
  const earlier = trace.question.history.length;
  return section('Question', layout, [
    ...paragraph(trace.question.text, layout),
    ...(earlier === 0 ? [] : [`after ${earlier} earlier messages`]),
  ]);
}

function answerSection(trace: AnswerTraceRecord, layout: TraceLayout): string {
  const { outcome, answer } = trace;
  const fallback =
    outcome.fallback === null
      ? []
      : [printableLine(`fallback ${outcome.fallback.kind}: ${outcome.fallback.reason}`)];
  return section('Answer', layout, [
    ...paragraph(answer.text, layout),
    printableLine(`${outcome.status}: ${outcome.reason}`),
    ...fallback,
    ...(outcome.decisions ?? []).map(({ decision, model, reason }) =>
      printableLine(`${decision} (${model}): ${reason}`),
    ),
    ...answer.citations.map((citation) =>
      printableLine(
        `[${citation.marker}] ${citation.source ?? 'names no chunk'}: “${citation.quote ?? ''}” (${citation.status})`,
      ),
    ),
  ]);
}

function extractionSection({ extraction }: ExtractionTraceRecord, layout: TraceLayout): string {
  const { fields, texts, extractor } = extraction;
  return section('Extraction', layout, [
    printableLine(
      `by ${extractor} from ${texts.map(({ source }) => source ?? 'a text').join(', ')}`,
    ),
    ...fields.map(({ path, value, verdict, spans: [span], reason }) => {
      const quote = span === undefined ? '' : ` “${span.quote}”`;
      return printableLine(`${path}: ${String(value)} (${verdict})${quote}. ${reason.text}`);
    }),
  ]);
}

function claimsSection(trace: AnswerTraceRecord, layout: TraceLayout): string {
  const { verification } = trace;
  return section('Verification', layout, [
    `${verification.verdict} by ${verification.verifier}; citation precision ${formatRate(verification.citation_precision)}, recall ${formatRate(verification.citation_recall)}; ${verification.unsupported_claims} unsupported`,
    ...verification.claims.map((claim) => describeClaim(claim)),
  ]);
}

function formatRate(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}

function routeSection(trace: AnswerTraceRecord, layout: TraceLayout): string {
  const { routing, route, attempts } = trace;
  return section('Route', layout, [
    printableLine(
      `${route.task}, complexity ${route.complexity.toFixed(2)}, ${route.sensitivity} (data ceiling ${routing.data_ceiling})`,
    ),
    printableLine(`rule ${routing.rule} chose ${routing.chosen}, ${route.tier}`),
    ...routing.candidates
      .filter((candidate) => !candidate.eligible)
      .map((candidate) =>
        printableLine(
          `${candidate.model} refused by ${candidate.refused_by ?? 'an unnamed reason'}: ${candidate.detail}`,
        ),
      ),
    ...attempts.map((attempt) =>
      printableLine(
        `attempt ${attempt.n} (${attempt.kind}) ${attempt.provider}/${attempt.requested_model}: ${attempt.error === null ? (attempt.finish_reason ?? 'finished') : `${attempt.error.code}, ${attempt.error.detail}`}, ${formatMilliseconds(attempt.duration_ms)}`,
      ),
    ),
  ]);
}

function retrievalSection(retrieval: RetrievalTrace, layout: TraceLayout): string {
  const selected = retrieval.candidates.filter((entry) => entry.selected);
  const rejected = retrieval.candidates.filter((entry) => !entry.selected);
  const shown = layout.showsAllRejected ? rejected : rejected.slice(0, REJECTED_SHOWN);
  const rows: readonly LedgerEntry[] = [...selected, ...shown];
  const hidden = rejected.length - shown.length;
  const legs = retrieval.legs.map(
    (leg) =>
      `${leg.leg} ${leg.candidate_count} in ${formatMilliseconds(leg.duration_ms)} for “${leg.query}”`,
  );
  return section('Retrieval', layout, [
    printableLine(
      `${retrieval.collections.join(', ')}: ${selected.length} selected, ${rejected.length} rejected, ${retrieval.removed_by_access} removed by access; confidence ${retrieval.confidence.toFixed(2)}`,
    ),
    ...(retrieval.query_steps ?? []).map(({ kind, to, reason }) =>
      printableLine(`searched ${kind === 'filter' ? 'in' : 'for'} “${to}”: ${reason}`),
    ),
    ...legs.map((leg) => printableLine(leg)),
    ...describeCrossEncoder(retrieval).map((line) => printableLine(line)),
    ...(rows.length === 0 ? [] : [renderTable(rows, candidateColumns, layout)]),
    ...(hidden === 0 ? [] : [`… and ${hidden} more rejected (--rejected shows them)`]),
  ]);
}

function describeCrossEncoder({ cross_encoder: pass }: RetrievalTrace): readonly string[] {
  if (pass === undefined || pass === null) return [];
  const detail = pass.detail === null ? '' : `: ${pass.detail}`;
  return [
    `cross-encoder ${pass.model} ordered ${pass.scored_count} of the best ${pass.depth} in ${formatMilliseconds(pass.duration_ms)} (${pass.ending.replaceAll('_', ' ')}${detail})`,
  ];
}

function measuresSection(trace: AnswerTraceRecord, layout: TraceLayout): string {
  const { timings_ms: timings, usage } = trace.measures;
  const steps = Object.entries(timings).map(
    ([step, milliseconds]) => `${step} ${formatMilliseconds(milliseconds)}`,
  );
  return section('Measures', layout, [
    steps.join(', '),
    `${usage.input_tokens} tokens in, ${usage.output_tokens} out, ${usage.cost_usd} USD`,
  ]);
}

/** Lines are broken to fit, but for a table, whose lines have been cut to size. */
function section(title: string, layout: TraceLayout, lines: readonly string[]): string {
  const width = layout.width ?? Number.POSITIVE_INFINITY;
  const fitted = lines.map((line) => (line.includes('\n') ? line : wrapHanging(line, width, '  ')));
  return [layout.colors.bold(title), ...fitted].join('\n');
}

function paragraph(text: string, layout: TraceLayout): readonly string[] {
  return wrap(text, layout.width ?? DEFAULT_WIDTH);
}
