import { z } from 'zod';
import {
  MIN_CANARY_QUESTIONS,
  type CanaryAnswer,
  type CanaryRound,
} from '../../contract/canary.ts';
import { CLASSIFICATIONS } from '../../contract/classification.ts';
import {
  findCanaryRound,
  listCanaryAnswers,
  listCanaryRounds,
  type StoredCanaryAnswer,
} from '../../db/queries/canaries.ts';
import { queueCanaryRound } from '../../db/queries/steer-canaries.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { chooseQuestions } from '../canaries/choose-questions.ts';
import { distanceOf } from '../canaries/compare-answers.ts';
import { watchedModels } from '../canaries/start-canaries.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

type CanaryHandlers = Pick<Handlers, 'listCanaries' | 'startCanaries' | 'getCanaryRound'>;

export function createCanaryHandlers(services: Services): CanaryHandlers {
  const databaseOf = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listCanaries({ caller, query }) {
      const { limit, cursor, model = null } = query;
      const rows = await listCanaryRounds(databaseOf(caller), {
        model,
        limit: limit + 1,
        before: decodeCursor(cursor, z.uuid()),
      });
      return { body: toPage(rows, limit, ({ id }) => id) };
    },

    async startCanaries({ caller, body }) {
      const models = modelsFor(body.model, caller, services);
      const database = databaseOf(caller);
      await requireQuestions(database, services);
      const requestedBy = { apiKeyId: caller.apiKeyId, name: caller.keyName };
      const rounds: CanaryRound[] = [];
      for (const model of models) {
        const id = services.newId();
        const round = { id, model, kind: body.kind, requestedBy, unlessSince: null };
        if (!(await queueCanaryRound(database, round))) continue;
        const queued = await findCanaryRound(database, id);
        if (queued !== null) rounds.push(queued);
      }
      if (rounds.length === 0) {
        throw new AppError('conflict', 'A round is under way already: wait until it has ended.');
      }
      return { body: { rounds } };
    },

    async getCanaryRound({ caller, params }) {
      const database = databaseOf(caller);
      const round = await findCanaryRound(database, params.id);
      if (round === null) throw new AppError('not_found', 'There is no such round.');
      const classes = CLASSIFICATIONS.slice(0, CLASSIFICATIONS.indexOf(caller.clearance) + 1);
      const by = { reader: readerFor(caller), isAdmin: hasScope(caller, 'admin') };
      const given = await listCanaryAnswers(database, { roundId: round.id, classes, by });
      const baseline =
        round.baseline_id === null
          ? given
          : await listCanaryAnswers(database, { roundId: round.baseline_id, classes, by });
      return { body: { ...round, answers: describeAnswers(given, baseline) } };
    },
  };
}

/** Throws `AppError` where there is nothing to ask, or the key may not ask it. */
function modelsFor(
  wanted: string | undefined,
  { models: allowed }: Caller,
  services: Services,
): readonly string[] {
  if (services.config.canaries === null) {
    throw new AppError(
      'conflict',
      `The configuration has no canaries: give it a section "canaries" that names a gold_set, or has ${MIN_CANARY_QUESTIONS} questions or more.`,
    );
  }
  const watched = watchedModels(services);
  const usable = watched.filter((name) => allowed === '*' || allowed.includes(name));
  if (wanted === undefined && usable.length > 0) return usable;
  if (wanted !== undefined && usable.includes(wanted)) return [wanted];
  const message = `must be one of ${usable.join(', ') || 'none: there is no model to watch'}`;
  throw new AppError('invalid_value', `The canaries do not watch ${wanted ?? 'any model'}.`, {
    fields: [{ path: '/model', message }],
  });
}

/** Throws `AppError` where the gold set is not there, or has too little to ask. */
async function requireQuestions(database: WorkspaceDatabase, services: Services): Promise<void> {
  const { canaries } = services.config;
  const chosen = canaries === null ? null : await chooseQuestions(database, canaries);
  if (chosen?.kind !== 'lacking') return;
  services.logger.warn({ detail: chosen.detail }, 'canary.nothing_to_ask');
  throw new AppError('conflict', chosen.detail);
}

function describeAnswers(
  given: readonly StoredCanaryAnswer[],
  baseline: readonly StoredCanaryAnswer[],
): CanaryAnswer[] {
  return given
    .filter(({ repetition }) => repetition === 0)
    .map(({ question, asked, answer, error }) => {
      const said = baseline
        .filter((other) => other.question === question)
        .flatMap((other) => other.answer ?? []);
      const distances = answer === null ? [] : said.map((other) => distanceOf(answer, other));
      const sum = distances.reduce((total, distance) => total + distance, 0);
      const distance = distances.length === 0 ? null : sum / distances.length;
      return { question: asked, answer, error, baseline: said, distance };
    })
    .toSorted((left, right) => (right.distance ?? -1) - (left.distance ?? -1));
}
