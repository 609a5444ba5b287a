import type { CircuitTransition } from '../../contract/circuit.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import type { Database } from '../../db/client.ts';
import {
  listOpenIncidents,
  noteDetection,
  noteDiversion,
  openIncident,
  restoreIncident,
} from '../../db/queries/model-incidents.ts';

export interface IncidentLogSources {
  readonly database: Database;
  readonly clock: () => Date;
  readonly newId: () => string;
  /** Runs what nobody waits for; the server waits for it when it stops. */
  readonly inBackground: (work: () => Promise<void>) => void;
  readonly onError: (error: unknown) => void;
}

/** Keeps what circuits and answers show of failures of models. No answer waits for it. */
export interface IncidentLog {
  onTransition(upstream: string, transition: CircuitTransition, firstBadAt: Date | null): void;
  /** Of an answer that has been stored. */
  onAnswer(record: AnswerTraceRecord, upstreamOf: (model: string) => string | null): void;
  /** Takes over what servers that are gone have left open: the first good call ends it. */
  inherit(): Promise<void>;
}

export function createIncidentLog(sources: IncidentLogSources): IncidentLog {
  const { database, clock, newId } = sources;
  /** Whose circuit has opened here, and whether an answer has gone another way since. */
  const unwell = new Map<string, { isDiverted: boolean }>();
  const inherited = new Set<string>();
  const enqueue = createQueue(sources);

  return {
    onTransition(upstream, { from, to, cause, detail, at }, firstBadAt) {
      const detectedAt = new Date(at);
      if (to === 'open' && (from === 'closed' || from === 'half_open')) {
        if (!unwell.has(upstream)) unwell.set(upstream, { isDiverted: false });
        inherited.delete(upstream);
        const begin = firstBadAt === null || firstBadAt > detectedAt ? detectedAt : firstBadAt;
        const seen = { id: newId(), kind: 'circuit', upstream, cause, detail } as const;
        enqueue(() => openIncident(database, { ...seen, detectedAt, firstBadAt: begin }));
      }
      if (to !== 'closed') return;
      unwell.delete(upstream);
      const because = 'probes_succeeded';
      enqueue(() =>
        restoreIncident(database, { upstream, kind: 'circuit', at: detectedAt, because }),
      );
    },

    onAnswer(record, upstreamOf) {
      if (unwell.size === 0 && inherited.size === 0) return;
      const { workspace_id: workspaceId, id: traceId } = record.identity;
      const at = clock();
      for (const upstream of keysOf(openedBy(record), upstreamOf)) {
        enqueue(() => noteDetection(database, { upstream, workspaceId, traceId }));
      }
      const answering = upstreamOf(record.route.model);
      for (const upstream of keysOf(passedOver(record), upstreamOf)) {
        const state = unwell.get(upstream);
        if (state === undefined || state.isDiverted || upstream === answering) continue;
        state.isDiverted = true;
        enqueue(() => noteDiversion(database, { upstream, workspaceId, traceId, at }));
      }
      for (const upstream of keysOf(calledWell(record), upstreamOf)) {
        if (!inherited.delete(upstream)) continue;
        const because = 'call_succeeded';
        enqueue(() => restoreIncident(database, { upstream, kind: 'circuit', at, because }));
      }
    },

    async inherit() {
      const open = await listOpenIncidents(database);
      for (const { kind, upstream } of open) if (kind === 'circuit') inherited.add(upstream);
    },
  };
}

/** One write after the other, in the order in which things happened. */
function createQueue({ inBackground, onError }: IncidentLogSources) {
  let last: Promise<unknown> = Promise.resolve();
  return (write: () => Promise<unknown>) => {
    last = last.then(write).catch(onError);
    const ended = last;
    inBackground(async () => void (await ended));
  };
}

function keysOf(
  models: readonly string[],
  upstreamOf: (model: string) => string | null,
): ReadonlySet<string> {
  return new Set(models.flatMap((model) => upstreamOf(model) ?? []));
}

function openedBy({ attempts }: AnswerTraceRecord): readonly string[] {
  return attempts
    .filter(({ circuit_before: from, circuit_after: to }) => from === 'closed' && to === 'open')
    .map((attempt) => attempt.requested_model);
}

/** Models that failed this answer, or that their circuits kept away from it. */
function passedOver({ attempts, skipped = [], routing }: AnswerTraceRecord): readonly string[] {
  const kept = routing.candidates.filter(({ refused_by: by }) => by === 'breaker');
  return [
    ...attempts.filter(({ error }) => error !== null).map((attempt) => attempt.requested_model),
    ...skipped.filter(({ refused_by: by }) => by === 'breaker').map(({ model }) => model),
    ...kept.map(({ model }) => model),
  ];
}

function calledWell({ attempts }: AnswerTraceRecord): readonly string[] {
  return attempts
    .filter(({ error, circuit_after: state }) => error === null && state === 'closed')
    .map((attempt) => attempt.requested_model);
}
