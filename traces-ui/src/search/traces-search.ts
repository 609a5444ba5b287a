import type { AnswerStatus } from '../../../contract/answer.ts';
import type { QueryInput } from '../../../contract/endpoint-types.ts';
import type { Task } from '../../../contract/routing.ts';
import type { TraceKind, TraceState } from '../../../contract/trace.ts';
import type { Verification } from '../../../contract/verification.ts';
import {
  ANSWER_STATUS_TERMS,
  TRACE_KIND_TERMS,
  TRACE_STATE_TERMS,
} from '../ui/terms/outcome-terms.ts';
import { TASK_WORDS } from '../ui/terms/route-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { type RawSearch, readDay, readInstant, readText, readUuid } from './url-search.ts';

/** The filters of the list of traces. Days are the reader's own; `to` includes its whole day. */
export interface TracesSearch {
  readonly q?: string | undefined;
  readonly status?: AnswerStatus | undefined;
  readonly verdict?: Verification['verdict'] | undefined;
  readonly task?: Task | undefined;
  readonly model?: string | undefined;
  readonly kind?: TraceKind | undefined;
  readonly state?: TraceState | undefined;
  readonly document_id?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Instants, from a figure that is of a window; they go before the days. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export function readTracesSearch(search: RawSearch): TracesSearch {
  return {
    q: readText(search['q']),
    status: valueIn(ANSWER_STATUS_TERMS, search['status']),
    verdict: valueIn(ANSWER_VERDICT_TERMS, search['verdict']),
    task: valueIn(TASK_WORDS, search['task']),
    model: readText(search['model']),
    kind: valueIn(TRACE_KIND_TERMS, search['kind']),
    state: valueIn(TRACE_STATE_TERMS, search['state']),
    document_id: readUuid(search['document_id']),
    from: readDay(search['from']),
    to: readDay(search['to']),
    since: readInstant(search['since']),
    until: readInstant(search['until']),
  };
}

/** The same filters as the API takes them: days become instants. */
export function toTraceQuery(search: TracesSearch): QueryInput<'listTraces'> {
  const { from, to, since, until, ...rest } = search;
  return {
    ...rest,
    from: since ?? (from === undefined ? undefined : startOfDay(from, 0)),
    to: until ?? (to === undefined ? undefined : startOfDay(to, 1)),
  };
}

export function hasFilters(search: TracesSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

/** Midnight, local time, `daysLater` days after the given one, as an ISO instant. */
function startOfDay(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}
