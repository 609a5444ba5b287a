import type { SimulateCost } from '../../contract/cost.ts';
import { METRIC_LIMITS } from '../../contract/metrics.ts';
import { findEvaluation } from '../../db/queries/evaluations.ts';
import { listPricedAnswers, type PricedAnswersWanted } from '../../db/queries/priced-answers.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { observeRequest } from '../cost/observe-requests.ts';
import { toPlanModels } from '../cost/plan-models.ts';
import { simulateCost } from '../cost/simulate-cost.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { readTime } from './read-time.ts';

/** The newest: each record is read whole. */
const MAX_SAMPLED = 2_000;

export function createCostHandlers(services: Services): Pick<Handlers, 'simulateCost'> {
  return {
    async simulateCost({ caller, body }) {
      const models = toPlanModels(services.policy.models);
      refuseUnknownModels(body, models);
      const database = inWorkspace(services.database, caller.workspaceId);
      const answers = await listPricedAnswers(database, {
        by: traceReaderFor(caller),
        limit: MAX_SAMPLED,
        source: await readSource(body.source, database, services.clock()),
      });
      const simulation = await simulateCost({
        requests: answers.map(observeRequest),
        asked: body,
        models,
        isSimulated: answers.some(({ simulated }) => simulated),
      });
      return { body: simulation };
    },
  };
}

async function readSource(
  source: SimulateCost['source'],
  database: WorkspaceDatabase,
  now: Date,
): Promise<PricedAnswersWanted['source']> {
  if (source.kind === 'traces') return { kind: 'traces', ...readTime(source, METRIC_LIMITS, now) };
  const found = await findEvaluation(database, source.id);
  if (found === null) throw new AppError('not_found', 'There is no such evaluation run.');
  const { id: runId, variants } = found.evaluation;
  const { variant = null } = source;
  if (variant !== null && variants.every(({ name }) => name !== variant)) {
    const message = `must be one of ${variants.map(({ name }) => name).join(', ')}`;
    throw new AppError('invalid_value', 'The run has no such variant.', {
      fields: [{ path: '/source/variant', message }],
    });
  }
  return { kind: 'evaluation', runId, variant };
}

/** A price is supposed of what is configured; whatever else is supposed has a price of its own. */
function refuseUnknownModels(
  { prices, models: supposed }: SimulateCost,
  models: readonly { readonly name: string }[],
): void {
  const names = new Set(models.map(({ name }) => name));
  const fields = [
    ...prices.flatMap(({ model }, index) =>
      names.has(model)
        ? []
        : [{ path: `/prices/${index}/model`, message: 'must be a configured model' }],
    ),
    ...supposed.flatMap(({ name }, index) =>
      names.has(name)
        ? [{ path: `/models/${index}/name`, message: 'must not be that of a configured model' }]
        : [],
    ),
  ];
  if (fields.length === 0) return;
  throw new AppError('invalid_value', 'A model cannot be supposed like this.', { fields });
}
