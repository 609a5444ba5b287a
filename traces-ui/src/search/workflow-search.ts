import type { ReviewDecisionKind } from '../../../contract/review.ts';
import type { ItemStatus } from '../../../contract/workflow.ts';
import type { ItemOutcome, StepOutcome } from '../../../contract/workflow-step.ts';
import { REVIEW_DECISION_TERMS } from '../ui/terms/review-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import {
  ITEM_OUTCOME_TERMS,
  ITEM_STATUS_TERMS,
  STEP_OUTCOME_TERMS,
} from '../ui/terms/workflow-terms.ts';
import { readText, readUuid, type RawSearch } from './url-search.ts';

/** Which run's figures are shown, and which tickets below them. */
export interface WorkflowSearch {
  readonly run?: string | undefined;
  readonly status?: ItemStatus | undefined;
  readonly outcome?: ItemOutcome | undefined;
  readonly label?: string | undefined;
  readonly unlabelled?: 'true' | undefined;
  readonly larger?: 'true' | undefined;
  readonly decision?: ReviewDecisionKind | 'open' | undefined;
  readonly step?: string | undefined;
  readonly ended?: StepOutcome | undefined;
}

export function readWorkflowSearch(search: RawSearch): WorkflowSearch {
  return {
    run: readUuid(search['run']),
    status: valueIn(ITEM_STATUS_TERMS, search['status']),
    outcome: valueIn(ITEM_OUTCOME_TERMS, search['outcome']),
    label: readText(search['label'], 128),
    unlabelled: search['unlabelled'] === 'true' ? 'true' : undefined,
    larger: search['larger'] === 'true' ? 'true' : undefined,
    decision:
      search['decision'] === 'open' ? 'open' : valueIn(REVIEW_DECISION_TERMS, search['decision']),
    step: readText(search['step'], 64),
    ended: valueIn(STEP_OUTCOME_TERMS, search['ended']),
  };
}

/** Everything but the run. */
export type TicketFilter = Omit<WorkflowSearch, 'run'>;

/** In words, as `outcome escalated, label printing`; empty when nothing is filtered. */
export function describeFilter({ run: _run, larger, ended, ...search }: WorkflowSearch): string {
  const named = { ...search, 'ended as': ended, 'larger model': larger && 'asked' };
  return Object.entries(named)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
    .join(', ');
}
