import type { CreateDriftAttribution } from '../../contract/drift-attribution.ts';
import type { DriftMeasure } from '../../contract/drift.ts';
import { findConfigs } from '../../db/queries/config-versions.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import { PROMPT_VERSION } from '../generation/build-prompt.ts';
import type { Services } from '../services.ts';
import { compareAnswers } from './compare-answers.ts';
import { measureAnswers, type AnswerWindow } from './cut-windows.ts';
import { findMove, type MovedMeasure } from './estimate-effects.ts';
import { listEvents } from './list-events.ts';
import { middleOf, planFactors, type FactorPlan } from './plan-factors.ts';
import { readNewestWindow } from './read-ledger.ts';

export interface Attribution {
  readonly caller: Caller;
  readonly window: AnswerWindow;
  readonly moves: readonly MovedMeasure[];
  readonly plan: FactorPlan;
  readonly request: CreateDriftAttribution;
}

/** A replay says nothing of these: nobody rates it, and it waits for other things than an answer does. */
const NOT_REPLAYED: ReadonlySet<DriftMeasure> = new Set(['feedback', 'latency']);

/**
 * What is to be explained, and what may explain it.
 * @throws AppError `conflict` while there are too few answers, and when no measure has moved
 */
export async function openAttribution(
  { caller, request }: Pick<Attribution, 'caller' | 'request'>,
  services: Services,
): Promise<Attribution> {
  const database = inWorkspace(services.database, caller.workspaceId);
  const by = traceReaderFor(caller);
  const now = services.clock();
  const window = await readNewestWindow(database, {
    by,
    to: request.to === undefined ? now : new Date(request.to),
    window: request.window,
    referenceTo: request.reference_to === undefined ? null : new Date(request.reference_to),
  });
  if (window === null || window.reference.length === 0) {
    throw new AppError(
      'conflict',
      `There are too few answers: ${request.window} are compared with at least as many before them.`,
    );
  }
  const moves = findMoves(window, request.measures);
  if (moves.length === 0) {
    throw new AppError('conflict', 'No measure that replays can show has moved: name measures.');
  }
  const events = await listEvents(database, services.database, {
    by,
    from: middleOf(window.reference),
    to: now,
  });
  const configs = await findConfigs(services.database, [
    ...new Set(window.reference.flatMap((row) => row.config_hash ?? [])),
  ]);
  const { config, configHash, policy } = services;
  const models = policy.models.map(({ name }) => name);
  const plan = planFactors({
    window,
    events,
    configs,
    now: { config, configHash, models, promptVersion: PROMPT_VERSION },
  });
  return { caller, window, moves, plan, request };
}

function findMoves(
  window: AnswerWindow,
  named: readonly DriftMeasure[] | undefined,
): readonly MovedMeasure[] {
  const moved = named ?? compareAnswers(window)?.alarms.map(({ measure }) => measure) ?? [];
  const before = measureAnswers(window.reference, window.vocabulary);
  const after = measureAnswers(window.current, window.vocabulary);
  return moved
    .filter((measure) => !NOT_REPLAYED.has(measure))
    .flatMap((measure) => findMove(measure, before, after) ?? []);
}
