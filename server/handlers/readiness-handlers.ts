import type { EvaluationDetail } from '../../contract/evaluation.ts';
import type { AssessReadiness, ProductionReadiness } from '../../contract/readiness.ts';
import { listEvaluationResults } from '../../db/queries/evaluations.ts';
import { listPricedAnswers } from '../../db/queries/priced-answers.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import { createFigureCache } from '../evaluation/figure-cache.ts';
import { renderHtml } from '../evaluation/report/render-html.ts';
import { renderMarkdown } from '../evaluation/report/render-markdown.ts';
import type { Handlers } from '../http/handlers.ts';
import {
  assessReadiness,
  summarizeVerdicts,
  type AuditedAnswers,
} from '../readiness/assess-readiness.ts';
import { findGap } from '../readiness/audit-record.ts';
import { composeReadiness } from '../readiness/compose-readiness.ts';
import { placeCalls } from '../readiness/place-calls.ts';
import { DEFAULT_RULE } from '../routing/match-rule.ts';
import type { Services } from '../services.ts';
import { requireEvaluation } from './evaluation-handlers.ts';

const MAX_ANSWERS = 2_000;
/** Each is read whole and checked against its hash. */
const MAX_AUDITED = 200;
/** As the command line calls the set of the demo. */
const DEMO_SET = 'demo';

export function createReadinessHandlers(services: Services): Pick<Handlers, 'assessReadiness'> {
  const figures = createFigureCache();
  return {
    async assessReadiness({ caller, body }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      const found = await requireEvaluation(database, body.evaluation);
      const run = { ...found.evaluation, parts: await figures.of(found, database) };
      if (run.parts === null) {
        throw new AppError('conflict', 'The run has not ended: there is nothing to assess yet.');
      }
      const readiness = await assess({ run, body, caller, database }, services);
      return { body: { ...readiness, report: write(readiness, body.format) } };
    },
  };
}

async function assess(
  asked: {
    readonly run: EvaluationDetail;
    readonly body: AssessReadiness;
    readonly caller: Caller;
    readonly database: WorkspaceDatabase;
  },
  services: Services,
): Promise<Omit<ProductionReadiness, 'report'>> {
  const { run, body, caller, database } = asked;
  const { policy } = services;
  const variant = chooseVariant(run, body);
  const answers = await listPricedAnswers(database, {
    by: traceReaderFor(caller),
    limit: MAX_ANSWERS,
    source: { kind: 'evaluation', runId: run.id, variant },
  });
  const assessed = assessReadiness({
    asked: body,
    run,
    variant,
    models: policy.models,
    isDemoSet: run.gold_set.name === DEMO_SET,
    calls: placeCalls(answers, { models: policy.models, rules: [...policy.rules, DEFAULT_RULE] }),
    audited: await auditAnswers(asked, variant),
  });
  return {
    verdict: summarizeVerdicts(assessed),
    simulated: run.simulated || body.load?.simulated === true,
    gold_set: run.gold_set,
    variant,
    assessed_at: services.clock().toISOString(),
    answers: [...assessed],
  };
}

/** Throws `AppError('invalid_value')` for one that the run does not have. */
function chooseVariant({ variants }: EvaluationDetail, { variant }: AssessReadiness): string {
  const names = variants.map(({ name }) => name);
  const chosen = variant ?? names.at(-1) ?? '';
  if (names.includes(chosen)) return chosen;
  const message = `must be one of ${names.join(', ')}`;
  throw new AppError('invalid_value', 'The run has no such variant.', {
    fields: [{ path: '/variant', message }],
  });
}

async function auditAnswers(
  asked: {
    readonly run: EvaluationDetail;
    readonly caller: Caller;
    readonly database: WorkspaceDatabase;
  },
  variant: string,
): Promise<AuditedAnswers> {
  const { run, caller, database } = asked;
  const by = traceReaderFor(caller);
  const results = await listEvaluationResults(database, { runId: run.id, items: null, by });
  const ids = results
    .flatMap((result) => (result.variant === variant ? (result.trace_id ?? []) : []))
    .slice(0, MAX_AUDITED);
  let checked = 0;
  let complaint: string | null = null;
  let explained = 0;
  for (const id of ids) {
    const stored = await findTraceRecord(database, { id, by });
    if (stored === null) continue;
    checked += 1;
    const gap = findGap(stored);
    if (gap === null) explained += 1;
    else complaint ??= `Trace ${id} ${gap}.`;
  }
  return { checked, explained, complaint };
}

function write(
  readiness: Omit<ProductionReadiness, 'report'>,
  format: AssessReadiness['format'],
): string | null {
  switch (format) {
    case undefined:
      return null;
    case 'html':
      return renderHtml(composeReadiness(readiness));
    case 'md':
      return renderMarkdown(composeReadiness(readiness));
    case 'json':
      return `${JSON.stringify({ title: composeReadiness(readiness).title, ...readiness }, null, 2)}\n`;
    default:
      return format satisfies never;
  }
}
