import { z } from 'zod';
import { BudgetPage, ListBudgets } from '../budget.ts';
import type { Endpoint } from '../endpoint.ts';
import { ExplainRoute, RouteExplanation } from '../route-explanation.ts';
import { ReplayedRoutePage, ReplayRoutes } from '../route-replay.ts';
import { RoutedModel, RoutedModelPage, SetCircuit } from '../routed-model.ts';

const MAX_NAME_LENGTH = 128;

export const routingEndpoints = {
  explainRoute: {
    method: 'post',
    path: '/v1/routing/explain',
    access: 'ask',
    tag: 'Routing',
    summary: 'Where a question would go, and why not elsewhere; nothing is generated.',
    body: ExplainRoute,
    response: RouteExplanation,
    status: 200,
  },
  replayRoutes: {
    method: 'post',
    path: '/v1/routing/replay',
    access: 'audit',
    tag: 'Routing',
    summary: 'What another policy would have chosen for the answers on record; nothing is called.',
    body: ReplayRoutes,
    response: ReplayedRoutePage,
    status: 200,
  },
  listRoutedModels: {
    method: 'get',
    path: '/v1/routing/models',
    access: 'audit',
    tag: 'Routing',
    summary: 'The configured models, with their circuits, error rates, latencies and spend.',
    response: RoutedModelPage,
    status: 200,
  },
  setCircuit: {
    method: 'post',
    path: '/v1/routing/models/:name/circuit',
    access: 'admin',
    tag: 'Routing',
    summary: 'Keep all calls away from a model, or let its circuit decide again.',
    params: z.strictObject({ name: z.string().min(1).max(MAX_NAME_LENGTH) }),
    body: SetCircuit,
    response: RoutedModel,
    status: 200,
  },
  listBudgets: {
    method: 'get',
    path: '/v1/budgets',
    access: 'audit',
    tag: 'Routing',
    summary: "What is spent and set aside of each budget today, the workspace's first.",
    query: ListBudgets,
    response: BudgetPage,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
