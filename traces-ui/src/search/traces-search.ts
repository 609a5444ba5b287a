import type { AnswerStatus } from '../../../contract/answer.ts';
import type { CountedAs } from '../../../contract/counted-as.ts';
import type { QueryInput } from '../../../contract/endpoint-types.ts';
import type { Task } from '../../../contract/routing.ts';
import type { TraceKind, TraceState } from '../../../contract/trace.ts';
import type { Verification } from '../../../contract/verification.ts';
import {
  ANSWER_STATUS_TERMS,
  TRACE_KIND_TERMS,
  TRACE_STATE_TERMS,
} from '../ui/terms/outcome-terms.ts';
import { COUNTED_AS_WORDS } from '../ui/terms/metric-terms.ts';
import { TASK_WORDS } from '../ui/terms/route-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { type RawSearch, readMoment, readText, readUuid } from './url-search.ts';

/** Whether something that an answer cites has changed since. */
export const STALE_WORDS: Readonly<Record<'true' | 'false', string>> = {
  true: 'Stale',
  false: 'Not stale',
};

/** The filters of the list of traces. Days are the reader's own; a day as `to` includes all of it. */
export interface TracesSearch {
  readonly q?: string | undefined;
  readonly status?: AnswerStatus | undefined;
  readonly verdict?: Verification['verdict'] | undefined;
  readonly task?: Task | undefined;
  readonly model?: string | undefined;
  readonly app?: string | undefined;
  readonly kind?: TraceKind | undefined;
  readonly state?: TraceState | undefined;
  readonly stale?: 'true' | 'false' | undefined;
  readonly counted_as?: CountedAs | undefined;
  readonly document_id?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** New traces appear as they come. */
  readonly live?: '1' | undefined;
}

export function readTracesSearch(search: RawSearch): TracesSearch {
  return {
    q: readText(search['q']),
    status: valueIn(ANSWER_STATUS_TERMS, search['status']),
    verdict: valueIn(ANSWER_VERDICT_TERMS, search['verdict']),
    task: valueIn(TASK_WORDS, search['task']),
    model: readText(search['model']),
    app: readText(search['app'], 512),
    kind: valueIn(TRACE_KIND_TERMS, search['kind']),
    state: valueIn(TRACE_STATE_TERMS, search['state']),
    stale: valueIn(STALE_WORDS, search['stale']),
    counted_as: valueIn(COUNTED_AS_WORDS, search['counted_as']),
    document_id: readUuid(search['document_id']),
    from: readMoment(search['from']),
    to: readMoment(search['to']),
    live: search['live'] === '1' ? '1' : undefined,
  };
}

/** The same filters as the API takes them: days become instants. */
export function toTraceQuery(search: TracesSearch): QueryInput<'listTraces'> {
  const { from, to, live: _live, ...rest } = readTracesSearch({ ...search });
  return {
    ...rest,
    from: from === undefined ? undefined : toInstant(from, 0),
    to: to === undefined ? undefined : toInstant(to, 1),
  };
}

export function hasFilters(search: TracesSearch): boolean {
  const { live: _live, ...filters } = readTracesSearch({ ...search });
  return Object.values(filters).some((value) => value !== undefined);
}

/** An instant as it is; of a day, midnight so many days later. */
export function toInstant(moment: string, daysLater: 0 | 1): string {
  return moment.includes('T') ? moment : startOfDay(moment, daysLater);
}

/** Midnight, local time, `daysLater` days after the given one, as an ISO instant. */
function startOfDay(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}
