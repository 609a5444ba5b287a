import type { CircuitOrder } from '../../contract/circuit.ts';
import type { ModelCircuit, RoutedModel } from '../../contract/routed-model.ts';
import {
  listCircuitOrders,
  saveCircuitOrder,
  type CircuitOrderRow,
} from '../../db/queries/circuit-orders.ts';
import { AppError } from '../../platform/errors.ts';
import { explainRoute } from '../answer/explain-route.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Upstream, UpstreamStatus } from '../resilience/upstream.ts';
import type { ConfiguredModel } from '../routing/configured-model.ts';
import type { Services } from '../services.ts';

type RoutingHandlers = Pick<Handlers, 'explainRoute' | 'listRoutedModels' | 'setCircuit'>;

export function createRoutingHandlers(services: Services): RoutingHandlers {
  const { models } = services.policy;

  return {
    async explainRoute({ caller, body }) {
      return { body: await explainRoute(body, caller, services) };
    },

    async listRoutedModels({ caller }) {
      const orders = await listCircuitOrders(services.database);
      const data = models.map((model) => describeModel(model, { orders, caller }, services));
      return { body: { data, next_cursor: null } };
    },

    async setCircuit({ caller, params, body }) {
      const model = models.find(({ name }) => name === params.name);
      if (model === undefined) throw new AppError('not_found', 'There is no such model.');
      const upstream = services.upstreams.get(model.name);
      if (upstream === undefined) {
        throw new AppError('conflict', `${model.name} calls nobody, so it has no circuit.`);
      }
      const order = await saveCircuitOrder(services.database, {
        ...body,
        upstream: upstream.key,
        orderedIn: caller.workspaceId,
        orderedBy: caller.apiKeyId,
        orderedByName: caller.keyName,
      });
      services.logger.warn(
        { model: model.name, ...body, key: caller.apiKeyId },
        'circuit.set_by_hand',
      );
      upstream.follow(order);
      const orders = await listCircuitOrders(services.database);
      return { body: describeModel(model, { orders, caller }, services) };
    },
  };
}

interface Viewed {
  readonly orders: readonly CircuitOrderRow[];
  readonly caller: Caller;
}

function describeModel(model: ConfiguredModel, viewed: Viewed, services: Services): RoutedModel {
  const { config, upstreams } = services;
  const configured = config.models.find(({ name }) => name === model.name);
  const upstream = upstreams.get(model.name);
  const status = upstream?.status();
  return {
    name: model.name,
    provider: model.provider,
    provider_model: configured?.model ?? null,
    tier: model.tier,
    hosting: model.hosting,
    region: configured !== undefined && 'region' in configured ? (configured.region ?? null) : null,
    circuit:
      upstream === undefined || status === undefined
        ? null
        : {
            ...describeCircuit(status),
            orders: viewed.orders
              .filter((order) => order.upstream === upstream.key)
              .map((order) => describeOrder(order, viewed.caller)),
            shared_with: [...sharedWith(model, upstream, services)],
          },
    recent: describeRecent(status, config.breaker.window_seconds),
    spend_usd: status?.costUsd ?? 0,
  };
}

function describeCircuit(status: UpstreamStatus): Omit<ModelCircuit, 'orders' | 'shared_with'> {
  const { circuit, transitions } = status;
  const last = transitions.at(-1);
  return {
    state: circuit.kind,
    cause: last?.cause ?? null,
    detail: last?.detail ?? null,
    since: status.since.toISOString(),
    retry_at: status.retryAt?.toISOString() ?? null,
    transitions: transitions.toReversed(),
  };
}

function describeOrder(order: CircuitOrderRow, { workspaceId }: Caller): CircuitOrder {
  const { state, reason, orderedIn, orderedBy, orderedByName, createdAt } = order;
  return {
    state,
    reason,
    by: orderedIn === workspaceId ? { api_key_id: orderedBy, name: orderedByName } : null,
    at: createdAt.toISOString(),
  };
}

function describeRecent(
  status: UpstreamStatus | undefined,
  windowSeconds: number,
): RoutedModel['recent'] {
  const { calls, failures, p95Ms, inFlight } = status ?? NO_CALLS;
  return {
    window_seconds: windowSeconds,
    calls,
    failures,
    error_rate: calls === 0 ? null : failures / calls,
    p95_ms: p95Ms,
    in_flight: inFlight,
  };
}

const NO_CALLS = { calls: 0, failures: 0, p95Ms: null, inFlight: 0 } as const;

function sharedWith(
  model: ConfiguredModel,
  upstream: Upstream,
  { upstreams }: Services,
): readonly string[] {
  return [...upstreams]
    .filter(([name, other]) => name !== model.name && other === upstream)
    .map(([name]) => name);
}
