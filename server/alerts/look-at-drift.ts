import type { DriftRule } from '../../contract/alert.ts';
import { DRIFT_MEASURES } from '../../contract/drift.ts';
import { TraceId } from '../../contract/ids.ts';
import type { AlertStateRow } from '../../db/queries/alerts.ts';
import type { ComparedMeasures } from '../drift/compare-answers.ts';
import { describeAlarm } from './describe-alarm.ts';
import type { Look } from './look.ts';

/** The newest window of answers, with what has moved in it. */
export interface NewestWindow extends ComparedMeasures {
  readonly newestAnswer: TraceId;
  readonly newestAt: Date;
}

export interface DriftSource {
  /** Answers after one, or all of them where it is null; counted no further than `limit`. */
  readonly countAnswers: (after: TraceId | null, limit: number) => Promise<number>;
  /** Null while there are too few answers to compare. */
  readonly compareNewest: (window: number) => Promise<NewestWindow | null>;
}

/**
 * So much of a window has to be new before it is looked at once more: each look is another chance of a false alarm. In a
 * thousand windows that are alike, confirmed ones come once; at a quarter 11 times (`npm run bench:drift -- --part alert`).
 */
export const NEW_SHARE = 0.5;

/** Whether the newest window differs in what is watched. A window is evidence once, however long it stays the newest. */
export async function lookAtDrift(
  rule: DriftRule,
  source: DriftSource,
  before: Pick<AlertStateRow, 'value' | 'detail' | 'evidence'> | null,
): Promise<Look> {
  const seen = readEvidence(rule, before?.evidence ?? null);
  const needed = seen === null ? 2 * rule.window : Math.ceil(NEW_SHARE * rule.window);
  if ((await source.countAnswers(seen, needed)) < needed) {
    return seen === null || before === null ? tooFew(rule) : { sight: 'same', ...before };
  }
  const newest = await source.compareNewest(rule.window);
  return newest === null ? tooFew(rule) : judge(rule, newest);
}

function tooFew({ window }: DriftRule): Look {
  const detail = `Fewer than ${2 * window} answers: a window of ${window} and as many before it.`;
  return { sight: 'none', value: null, detail, evidence: null };
}

function judge(rule: DriftRule, newest: NewestWindow): Look {
  const { comparison, compared, newestAnswer, newestAt } = newest;
  const evidence = `${scopeOf(rule)}${newestAnswer}`;
  const watched: ReadonlySet<string> = new Set(rule.measures ?? DRIFT_MEASURES);
  const beside = `in the ${rule.window} answers until ${newestAt.toISOString()}, beside ${comparison.reference.answers} before`;
  if (!compared.some((measure) => watched.has(measure))) {
    const detail = `Too few answers have ${[...watched].join(' or ')} ${beside}.`;
    return { sight: 'none', value: null, detail, evidence };
  }
  const alarms = comparison.alarms.filter(({ measure }) => watched.has(measure));
  if (alarms.length === 0) {
    return { sight: 'well', value: 0, detail: `Nothing has moved ${beside}.`, evidence };
  }
  const moved = alarms.map(describeAlarm).join('; ');
  return { sight: 'bad', value: alarms.length, detail: `Moved ${beside}: ${moved}.`, evidence };
}

/** The answer that a rule has looked at last; null for none, and where the rule was another one then. */
function readEvidence(rule: DriftRule, evidence: string | null): TraceId | null {
  const scope = scopeOf(rule);
  return evidence?.startsWith(scope) ? TraceId.parse(evidence.slice(scope.length)) : null;
}

function scopeOf({ window, measures }: DriftRule): string {
  return `${window} ${measures?.join(',') ?? 'all'} `;
}
