import type { DriftAttributionResult, FactorEffects } from '../../contract/drift-attribution.ts';
import type { DriftMeasure } from '../../contract/drift.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import type { MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import { findMeasuredTraces, type DriftRow } from '../../db/queries/drift.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';
import { measureAnswers, type AnswerWindow } from './cut-windows.ts';
import {
  estimatePaired,
  estimateUnpaired,
  judgeEffects,
  type Estimate,
  type MovedMeasure,
} from './estimate-effects.ts';
import type { Attribution } from './open-attribution.ts';
import type { FactorPlan, PlannedFactor } from './plan-factors.ts';
import {
  readTemplate,
  replayQuestion,
  type OpenedOverride,
  type ReplayedQuestion,
} from './replay-question.ts';

/** What a question is, however it is answered. */
const OF_QUESTIONS: ReadonlySet<DriftMeasure> = new Set([
  'task',
  'novelty',
  'familiar_words',
  'question_length',
]);

/** Asks the questions, and says what each factor did. `onReplay` hears how many replays are done. */
export async function attribute(
  attribution: Attribution,
  onReplay: (replays: { readonly done: number; readonly total: number }) => Promise<void>,
  services: Services,
): Promise<DriftAttributionResult> {
  const { caller, window, plan, request, moves } = attribution;
  const database = inWorkspace(services.database, caller.workspaceId);
  const opened = await openFactors(plan, { database, caller });
  const perQuestion = 1 + opened.length;
  const runner = createRunner(attribution, services, {
    total: request.sample * perQuestion + request.sample,
    onReplay,
  });
  const replayed: { readonly id: TraceId; readonly traces: readonly (TraceId | null)[] }[] = [];
  for (const row of spread(window.current, request.sample)) {
    const overrides = [null, ...opened.map(({ override }) => override)];
    const traces = await runner.replayEach(row, overrides);
    if (traces !== null) replayed.push({ id: row.id, traces });
  }
  const old: TraceId[] = [];
  for (const row of spread(window.reference, request.sample)) {
    old.push(...((await runner.replayEach(row, [null])) ?? []).filter((id) => id !== null));
  }
  const ids = [...replayed.flatMap(({ traces }) => traces), ...old].filter((id) => id !== null);
  const measured = await measureReplays(ids, { database, caller, window });
  const factors = [
    ...opened.map((factor, index) => describeFactor(factor, { index, replayed, measured, moves })),
    describeQuestions(attribution, { replayed, old, measured }),
  ];
  return {
    factors: judgeEffects(factors),
    not_replayed: [...plan.notReplayed],
    failed_replays: runner.failed(),
    cost_usd: runner.costUsd(),
  };
}

interface OpenedFactor extends Omit<PlannedFactor, 'override'> {
  readonly override: OpenedOverride;
}

/** Reads the text of an old prompt from a trace that had it. */
async function openFactors(
  { factors }: FactorPlan,
  deps: { readonly database: WorkspaceDatabase; readonly caller: Caller },
): Promise<readonly OpenedFactor[]> {
  const opened: OpenedFactor[] = [];
  for (const { override, ...factor } of factors) {
    if (override.kind !== 'prompt') {
      opened.push({ ...factor, override });
      continue;
    }
    const record = await readRecord(override.seenIn, deps);
    const template = record === null ? null : readTemplate(record);
    if (template !== null) opened.push({ ...factor, override: { kind: 'prompt', template } });
  }
  return opened;
}

async function readRecord(
  id: TraceId,
  { database, caller }: { readonly database: WorkspaceDatabase; readonly caller: Caller },
): Promise<AnswerTraceRecord | null> {
  const stored = await findTraceRecord(database, { id, by: traceReaderFor(caller) });
  return stored === null ? null : readAnswerRecord(stored);
}

/** Replays in turn, counts, and stops where the money is spent. */
function createRunner(
  { caller, request }: Attribution,
  services: Services,
  progress: {
    readonly total: number;
    readonly onReplay: (replays: {
      readonly done: number;
      readonly total: number;
    }) => Promise<void>;
  },
) {
  const database = inWorkspace(services.database, caller.workspaceId);
  let [done, failed, costUsd] = [0, 0, 0];
  const count = (replay: ReplayedQuestion | null) => {
    done += 1;
    if (replay === null) failed += 1;
    costUsd += replay?.costUsd ?? 0;
    return replay?.traceId ?? null;
  };
  return {
    failed: () => failed,
    costUsd: () => costUsd,
    /** Null where the question is not replayed at all: it is of another time, or the money is spent. */
    async replayEach(row: DriftRow, overrides: readonly (OpenedOverride | null)[]) {
      services.stopping.throwIfAborted();
      const record = await readRecord(row.id, { database, caller });
      if (record === null || (record.retrieval.as_of ?? null) !== null) return null;
      const traces: (TraceId | null)[] = [];
      for (const override of overrides) {
        if (costUsd > 0 && costUsd >= request.max_cost_usd) return null;
        traces.push(count(await replayQuestion({ record, caller, override }, services)));
      }
      await progress.onReplay({ done, total: progress.total });
      return traces;
    },
  };
}

/** So many rows, evenly over all of them. */
function spread(rows: readonly DriftRow[], count: number): readonly DriftRow[] {
  if (rows.length <= count) return rows;
  return Array.from(
    { length: count },
    (_none, index) => rows[Math.floor(((index + 0.5) * rows.length) / count)],
  ).filter((row) => row !== undefined);
}

async function measureReplays(
  ids: readonly TraceId[],
  deps: {
    readonly database: WorkspaceDatabase;
    readonly caller: Caller;
    readonly window: AnswerWindow;
  },
): Promise<ReadonlyMap<TraceId, MeasuredAnswer>> {
  if (ids.length === 0) return new Map();
  const rows = await findMeasuredTraces(deps.database, { ids, by: traceReaderFor(deps.caller) });
  const measured = measureAnswers(rows, deps.window.vocabulary);
  return new Map(
    rows.flatMap(({ id }, index) => {
      const answer = measured[index];
      return answer === undefined ? [] : [[id, answer] as const];
    }),
  );
}

interface Replays {
  readonly replayed: readonly {
    readonly id: TraceId;
    readonly traces: readonly (TraceId | null)[];
  }[];
  readonly measured: ReadonlyMap<TraceId, MeasuredAnswer>;
}

type FactorEstimates = Omit<FactorEffects, 'effects'> & { readonly effects: readonly Estimate[] };

function describeFactor(
  { factor, before, after }: OpenedFactor,
  replays: Replays & { readonly index: number; readonly moves: readonly MovedMeasure[] },
): FactorEstimates {
  const { index, moves, measured } = replays;
  const pairs = replays.replayed.flatMap(({ id, traces }) => {
    const [now, old] = [traces[0] ?? null, traces[index + 1] ?? null];
    if (now === null || old === null) return [];
    const [fresh, was] = [measured.get(now), measured.get(old)];
    return fresh === undefined || was === undefined
      ? []
      : [{ ids: { trace_id: id, now, before: old }, now: fresh, before: was }];
  });
  const ofAnswers = moves.filter(({ measure }) => !OF_QUESTIONS.has(measure));
  return {
    factor,
    before,
    after,
    effects: ofAnswers.flatMap((move) => estimatePaired(move, pairs) ?? []),
    replays: pairs.map(({ ids }) => ids),
  };
}

function describeQuestions(
  { window, moves }: Attribution,
  { replayed, old, measured }: Replays & { readonly old: readonly TraceId[] },
): FactorEstimates {
  const find = (ids: readonly (TraceId | null)[]) =>
    ids.flatMap((id) => (id === null ? [] : (measured.get(id) ?? [])));
  const now = find(replayed.map(({ traces }) => traces[0] ?? null));
  const before = find(old);
  const asked = measureAnswers(window.current, window.vocabulary);
  const askedBefore = measureAnswers(window.reference, window.vocabulary);
  return {
    factor: 'questions',
    before: `${window.reference.length} questions of the reference`,
    after: `${window.current.length} of the window`,
    effects: moves.flatMap(
      (move) =>
        (OF_QUESTIONS.has(move.measure)
          ? estimateUnpaired(move, asked, askedBefore)
          : estimateUnpaired(move, now, before)) ?? [],
    ),
    replays: [],
  };
}
