import type { Budget, BudgetState } from '../../../../contract/budget.ts';
import type { Term } from './term.ts';

export const BUDGET_STATE_TERMS: Readonly<Record<BudgetState, Term>> = {
  open: { label: 'Has room', tone: 'good', icon: 'check', meaning: 'Calls are made.' },
  soft_limit: {
    label: 'Nearly used up',
    tone: 'warn',
    icon: 'alert',
    meaning: 'Calls are made while they fit; answers carry a warning.',
  },
  full: {
    label: 'Used up',
    tone: 'bad',
    icon: 'ban',
    meaning: 'Nothing that costs anything fits.',
  },
};

export const BUDGET_SCOPE_WORDS: Readonly<Record<Budget['scope'], string>> = {
  key: 'key',
  workflow: 'workflow',
  workspace: 'workspace',
};
