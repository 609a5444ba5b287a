import type { ClassifierPolicy } from '../../contract/classifier-policy.ts';
import type { DecidedBy, TextLabel } from '../../contract/classify.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { askModels, type AskedModels, type AskServices } from './ask-models.ts';
import type { LabelledTexts } from './classify-texts.ts';
import { mapConcurrently } from './map-concurrently.ts';

/** What became of a text. */
export interface DecidedText {
  readonly text: string;
  /** What the classifier itself said. */
  readonly said: TextLabel;
  /** Null where no model's turn came. */
  readonly asked: AskedModels | null;
  readonly label: string | null;
  /** That the classifier gives this label, or its first one where there is none. */
  readonly probability: number;
  readonly decidedBy: DecidedBy;
  readonly model: string | null;
  readonly reason: string;
  /** Why a person is asked; null where none is. */
  readonly reviewReason: string | null;
}

export interface DecidingCall {
  readonly caller: Caller;
  readonly policy: ClassifierPolicy;
  /** Whose budget pays for the models. */
  readonly workflow: string;
  readonly signal: AbortSignal;
}

export type DecideServices = AskServices & Parameters<typeof openBudget>[1];

const CONCURRENCY = 4;

/** As a workflow is named that has a budget: of texts that are no workflow's tickets. */
export function budgetOf(classifier: string): string {
  return `classify:${classifier}`;
}

/** The classifier decides where it is sure enough; else the models of the policy, one after another; else a person. */
export async function decideLabels(
  { opened, labels }: LabelledTexts,
  texts: readonly string[],
  { call, services }: { readonly call: DecidingCall; readonly services: DecideServices },
): Promise<readonly DecidedText[]> {
  const { caller, policy, workflow, signal } = call;
  const isAsked = policy.models.length > 0 && labels.some(({ abstained }) => abstained);
  const budget = isAsked ? await openBudget({ caller, workflow }, services) : null;
  return await mapConcurrently(labels, CONCURRENCY, async (said, at) => {
    const text = texts[at] ?? '';
    if (!said.abstained) return byClassifier(text, said, opened.name);
    if (policy.models.length === 0) return byNobody(text, said, { asked: null, policy });
    const { labels: known, descriptions } = opened;
    const { models } = policy;
    const request = { text, labels: known, descriptions, models, caller, budget, signal };
    const asked = await askModels(request, services);
    if (asked.label === null) return byNobody(text, said, { asked, policy });
    const ranked = opened.classify(text).ranked;
    return {
      text,
      said,
      asked,
      label: asked.label,
      probability: ranked.find(({ label }) => label === asked.label)?.probability ?? 0,
      decidedBy: 'model',
      model: asked.model,
      reason: `${opened.name} was not sure enough; ${asked.model ?? 'a model'} named the label.`,
      reviewReason: null,
    };
  });
}

function byClassifier(text: string, said: TextLabel, name: string): DecidedText {
  const { label, probability } = said;
  const reason = `${name} was sure enough.`;
  return {
    text,
    said,
    asked: null,
    label,
    probability,
    decidedBy: 'classifier',
    model: null,
    reason,
    reviewReason: null,
  };
}

function byNobody(
  text: string,
  said: TextLabel,
  { asked, policy }: { readonly asked: AskedModels | null; readonly policy: ClassifierPolicy },
): DecidedText {
  const own =
    said.why.length === 0
      ? 'The classifier knows no word of the text.'
      : 'The classifier was not sure enough.';
  const reason =
    asked === null
      ? own
      : `Neither the classifier nor ${policy.models.join(', ')} was sure enough.`;
  const isReviewed = policy.review || (asked?.reviewReason ?? null) !== null;
  return {
    text,
    said,
    asked,
    label: null,
    probability: said.probability,
    decidedBy: 'nobody',
    model: null,
    reason,
    reviewReason: isReviewed ? (asked?.reviewReason ?? reason) : null,
  };
}
