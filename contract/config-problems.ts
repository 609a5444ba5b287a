import { listWriters, type ChatModelConfig } from './chat-model-config.ts';
import type { ModelName } from './model-name.ts';
import type { z } from 'zod';
import { findRuleProblems, type RuleVocabulary } from './rule-problems.ts';
import type { FallbackConfig } from './resilience-config.ts';
import type { RouteRule } from './route-rule.ts';
import { findUnknownNames, type WorkflowConfig } from './workflow-config.ts';

export interface ConfigProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface Named {
  readonly name: string;
}

/** The sections that name one another. */
interface NamingSections {
  readonly models: readonly (Pick<ChatModelConfig, 'name' | 'provider'> &
    RuleVocabulary['models'][number])[];
  readonly webhooks: readonly Named[];
  readonly alerts: readonly Named[];
  readonly regulated_topics: readonly Named[];
  readonly classifiers: Readonly<
    Record<string, { readonly models: readonly z.infer<typeof ModelName>[] }>
  >;
  readonly routes: readonly Pick<RouteRule, 'name' | 'when' | 'require' | 'prefer' | 'fallback'>[];
  readonly fallback: Pick<FallbackConfig, 'order' | 'hedge'>;
  readonly workflows: readonly WorkflowConfig[];
  readonly retrieval: { readonly rewrite: { readonly model: string } | null };
  readonly canaries: { readonly models: readonly string[] | null } | null;
  readonly verification: { readonly judge: { readonly model: string } | null };
}

/** Names that stand twice, names that nothing has, and rules that cannot hold. `builtin` is always there. */
export function findConfigProblems(
  config: NamingSections,
  builtin: RuleVocabulary['models'][number],
): ConfigProblem[] {
  const models = config.models.map(({ name }) => name);
  const topics = config.regulated_topics.map(({ name }) => name);
  return [
    ...findTwins('models', [builtin, ...config.models]).map(shiftBack),
    ...findTwins('webhooks', config.webhooks),
    ...findTwins('alerts', config.alerts),
    ...findUnknownClassifierModels(config, models),
    ...findUnknownInWorkflows(config, models),
    ...findRuleProblems(config.routes, { models: [builtin, ...config.models], topics }),
    ...findUnknownJudge(config, models),
    ...findUnknownRewriter(config, models),
    ...findUnknownCanaryModels(config, models),
    ...findMisplacedReaders(config),
    ...findIdleHedge(config),
  ];
}

function findTwins(
  section: 'models' | 'webhooks' | 'alerts',
  named: readonly Named[],
): ConfigProblem[] {
  const what = section.slice(0, -1);
  const names = named.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [{ path: [section, index, 'name'], message: `there is another ${what} named "${name}"` }],
  );
}

/** The builtin model stands before those of the file. */
function shiftBack({
  path: [section = '', index, ...rest],
  message,
}: ConfigProblem): ConfigProblem {
  return { path: [section, Number(index) - 1, ...rest], message };
}

function findUnknownClassifierModels(
  { classifiers }: NamingSections,
  models: readonly string[],
): ConfigProblem[] {
  const known = models.join(', ') || 'none';
  return Object.entries(classifiers).flatMap(([classifier, policy]) =>
    policy.models.flatMap((name, position) =>
      models.includes(name)
        ? []
        : [
            {
              path: ['classifiers', classifier, 'models', position],
              message: `no model is named "${name}" (there are ${known})`,
            },
          ],
    ),
  );
}

function findUnknownInWorkflows(
  { workflows, classifiers, regulated_topics: topics }: NamingSections,
  models: readonly string[],
): readonly ConfigProblem[] {
  return findUnknownNames(workflows, {
    classifiers: Object.keys(classifiers),
    models,
    topics: topics.map(({ name }) => name),
  });
}

function findUnknownRewriter(
  { retrieval }: NamingSections,
  models: readonly string[],
): ConfigProblem[] {
  const wanted = retrieval.rewrite?.model ?? 'auto';
  if (wanted === 'auto' || models.includes(wanted)) return [];
  return [{ path: ['retrieval', 'rewrite', 'model'], message: `no model is named "${wanted}"` }];
}

function findUnknownJudge(
  { verification }: NamingSections,
  models: readonly string[],
): ConfigProblem[] {
  const judge = verification.judge?.model ?? 'auto';
  if (judge === 'auto' || models.includes(judge)) return [];
  return [{ path: ['verification', 'judge', 'model'], message: `no model is named "${judge}"` }];
}

function findUnknownCanaryModels(
  { canaries }: NamingSections,
  models: readonly string[],
): ConfigProblem[] {
  return (canaries?.models ?? []).flatMap((name, position) =>
    models.includes(name)
      ? []
      : [{ path: ['canaries', 'models', position], message: `no model is named "${name}"` }],
  );
}

/** Readers where something is to be written. */
function findMisplacedReaders(config: NamingSections): readonly ConfigProblem[] {
  const readers = new Set(config.models.map(({ name }) => name));
  for (const name of listWriters(config.models)) readers.delete(name);
  const { classifiers, retrieval, verification, canaries } = config;
  const named: readonly (readonly [ConfigProblem['path'], string | undefined])[] = [
    ...Object.entries(classifiers).flatMap(([classifier, { models }]) =>
      models.map((name, at) => [['classifiers', classifier, 'models', at], name] as const),
    ),
    [['retrieval', 'rewrite', 'model'], retrieval.rewrite?.model],
    [['verification', 'judge', 'model'], verification.judge?.model],
    ...(canaries?.models ?? []).map((name, at) => [['canaries', 'models', at], name] as const),
  ];
  return named.flatMap(([path, name]) =>
    name !== undefined && readers.has(name)
      ? [{ path, message: `"${name}" is a reader: it finds answers in chunks and writes nothing` }]
      : [],
  );
}

/** Only the step `latency` says who may be asked beside a slow model. */
function findIdleHedge({ fallback, routes }: NamingSections): readonly ConfigProblem[] {
  const orders = [fallback.order, ...routes.map((rule) => rule.fallback ?? [])];
  if (fallback.hedge.after_ms === null || orders.some((order) => order.includes('latency'))) {
    return [];
  }
  return [
    {
      path: ['fallback', 'hedge', 'after_ms'],
      message: 'has no effect: the step "latency" is in no order of fallbacks',
    },
  ];
}
