import { DETECTED_LANGUAGES } from './language.ts';
import type { RouteRule } from './route-rule.ts';
import type { Hosting, ModelTier } from './routing.ts';

export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface KnownModel {
  readonly name: string;
  readonly tier: ModelTier;
  readonly hosting: Hosting;
}

/** What rules can speak of. */
export interface RuleVocabulary {
  /** The builtin one among them. */
  readonly models: readonly KnownModel[];
  /** Null where what was on record may be named, too. */
  readonly topics: readonly string[] | null;
}

type CheckedRule = Pick<RouteRule, 'name' | 'when' | 'require' | 'prefer'>;

/** What rules name when none applies. */
const DEFAULT_RULE = 'default';

/** Rules that name what is not there, that allow nobody, or that never apply; paths begin with `routes`. */
export function findRuleProblems(
  rules: readonly CheckedRule[],
  vocabulary: RuleVocabulary,
): RuleProblem[] {
  return rules.flatMap((rule, at) =>
    [
      ...findNameProblems(rules, at),
      ...findUnknownTopics(rule, vocabulary),
      ...findUnknownLanguages(rule),
      ...findUnknownModels(rule, vocabulary),
      ...findImpossible(rule, vocabulary),
    ].map(({ path, message }) => ({ path: ['routes', at, ...path], message })),
  );
}

/** A receipt names the rule that applied: it has to be one rule, and one that can apply. */
function findNameProblems(rules: readonly CheckedRule[], at: number): RuleProblem[] {
  const name = rules[at]?.name;
  const path = ['name'];
  if (name === DEFAULT_RULE) {
    return [{ path, message: `"${DEFAULT_RULE}" is the rule that holds where no other applies` }];
  }
  if (rules.findIndex((rule) => rule.name === name) !== at) {
    return [{ path, message: `there is another rule named "${name}"` }];
  }
  const earlier = rules.slice(0, at).find(({ when }) => Object.keys(when).length === 0);
  return earlier === undefined
    ? []
    : [{ path, message: `never applies: "${earlier.name}" before it has no conditions` }];
}

function findUnknownTopics({ when }: CheckedRule, { topics }: RuleVocabulary): RuleProblem[] {
  if (topics === null) return [];
  return (when.regulated_topic ?? []).flatMap((name, position) =>
    topics.includes(name)
      ? []
      : [
          {
            path: ['when', 'regulated_topic', position],
            message: `no regulated topic is named "${name}" (there are ${topics.join(', ')})`,
          },
        ],
  );
}

function findUnknownLanguages({ when }: CheckedRule): RuleProblem[] {
  const known: readonly string[] = DETECTED_LANGUAGES;
  return (when.language ?? []).flatMap((code, position) =>
    known.includes(code)
      ? []
      : [
          {
            path: ['when', 'language', position],
            message: `no question is told to be in "${code}" (they are in ${known.join(', ')})`,
          },
        ],
  );
}

function findUnknownModels({ prefer }: CheckedRule, { models }: RuleVocabulary): RuleProblem[] {
  const names = models.map(({ name }) => name);
  return prefer.flatMap((name, position) =>
    names.includes(name)
      ? []
      : [
          {
            path: ['prefer', position],
            message: `no model is named "${name}" (there are ${names.join(', ')})`,
          },
        ],
  );
}

function findImpossible(
  { when, require: required }: CheckedRule,
  { models }: RuleVocabulary,
): RuleProblem[] {
  const ranges = (['complexity', 'ood', 'injection'] as const).flatMap((signal) => {
    const { gte = 0, lt = Number.POSITIVE_INFINITY } = when[signal] ?? {};
    const message = `holds for no value: nothing is at least ${gte} and below ${lt}`;
    return gte < lt ? [] : [{ path: ['when', signal], message }];
  });
  const { hosting, tier } = required;
  const isMet = models.some(
    (model) => (hosting ?? model.hosting) === model.hosting && (tier ?? model.tier) === model.tier,
  );
  const wanted = [hosting, tier].filter((word) => word !== undefined).join(' and ');
  return isMet ? ranges : [...ranges, { path: ['require'], message: `no model is ${wanted}` }];
}
