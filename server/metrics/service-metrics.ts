import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import {
  MeterProvider,
  MetricReader,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { WorkspaceId } from '../../contract/ids.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { createInstruments, WORKSPACE, type Instruments } from './instruments.ts';

/** What a request came to. `workspaceId`: null where nobody was recognised. */
export interface ServedRequest {
  /** The method and the path of the contract, with the names of its parameters. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  readonly workspaceId: WorkspaceId | null;
}

/** What is so at the moment, of one workspace or of all. */
export interface Gauges {
  readonly queues: readonly { readonly queue: string; readonly state: string; count: number }[];
  readonly circuits: readonly {
    readonly model: string;
    readonly states: readonly { readonly state: string; readonly isSo: boolean }[];
    readonly inFlight: number;
  }[];
}

/** The figures of this process since its start, for Prometheus. */
export interface ServiceMetrics {
  observeRequest(request: ServedRequest): void;
  observeAnswer(record: AnswerTraceRecord, totalMs: number): void;
  /** In the text exposition format 0.0.4: what belongs to the workspace, and what belongs to none. */
  expose(workspaceId: WorkspaceId, gauges: Gauges): Promise<string>;
}

/** Counters begin at 0 with the process, as Prometheus expects; labels are of closed sets only. */
export function createServiceMetrics(): ServiceMetrics {
  const reader = new OnDemandReader();
  const provider = new MeterProvider({ readers: [reader] });
  const instruments = createInstruments(provider.getMeter('footnote'));
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  return {
    observeRequest: (request) => observeRequest(instruments, request),
    observeAnswer: (record, totalMs) => observeAnswer(instruments, record, totalMs),
    async expose(workspaceId, gauges) {
      setGauges(instruments, workspaceId, gauges);
      const { resourceMetrics } = await reader.collect();
      return serializer.serialize(onlyOf(workspaceId, resourceMetrics));
    },
  };
}

/** Nothing is sent anywhere: somebody comes and asks. */
class OnDemandReader extends MetricReader {
  protected async onShutdown(): Promise<void> {}
  protected async onForceFlush(): Promise<void> {}
}

function observeRequest(instruments: Instruments, request: ServedRequest): void {
  const { route, status, durationMs, workspaceId } = request;
  const of = workspaceId === null ? {} : { [WORKSPACE]: workspaceId };
  instruments.requests.add(1, { ...of, route, status });
  instruments.requestSeconds.record(durationMs / 1_000, { ...of, route });
}

function observeAnswer(instruments: Instruments, record: AnswerTraceRecord, totalMs: number): void {
  const { identity, outcome, verification, route, attempts, measures } = record;
  const of = { [WORKSPACE]: identity.workspace_id };
  const { model, task } = route;
  const { verdict } = verification;
  instruments.answers.add(1, { ...of, model, task, verdict, status: outcome.status });
  instruments.answerSeconds.record(totalMs / 1_000, { ...of, model });
  for (const [step, milliseconds] of Object.entries(measures.timings_ms)) {
    instruments.stepSeconds.record(milliseconds / 1_000, { ...of, step });
  }
  if (outcome.fallback !== null) {
    instruments.fallbacks.add(1, { ...of, kind: outcome.fallback.kind });
  }
  instruments.escalations.add(route.escalations.length, of);
  for (const attempt of attempts) {
    const called = { ...of, model: attempt.requested_model };
    const result = attempt.error?.code ?? 'ok';
    instruments.calls.add(1, { ...called, kind: attempt.kind, result });
    instruments.tokens.add(attempt.input_tokens, { ...called, direction: 'input' });
    instruments.tokens.add(attempt.output_tokens, { ...called, direction: 'output' });
    instruments.dollars.add(attempt.cost_usd, called);
  }
}

function setGauges(instruments: Instruments, workspaceId: WorkspaceId, gauges: Gauges): void {
  for (const { queue, state, count } of gauges.queues) {
    instruments.queueDepth.record(count, { [WORKSPACE]: workspaceId, queue, state });
  }
  for (const { model, states, inFlight } of gauges.circuits) {
    for (const { state, isSo } of states) {
      instruments.circuitState.record(isSo ? 1 : 0, { model, state });
    }
    instruments.callsInFlight.record(inFlight, { model });
  }
}

/** Without what belongs to other workspaces; whose the rest is, whoever asks knows. */
function onlyOf(workspaceId: WorkspaceId, metrics: ResourceMetrics): ResourceMetrics {
  return {
    ...metrics,
    scopeMetrics: metrics.scopeMetrics.map((scope) => ({
      ...scope,
      metrics: scope.metrics
        .map((metric) => pick(metric, workspaceId))
        .filter((metric) => metric.dataPoints.length > 0),
    })),
  };
}

function pick(metric: MetricData, workspaceId: WorkspaceId): MetricData {
  // The points of a metric are all of its kind: keeping some of them does not change which.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...metric, dataPoints: keep<PointOf>(metric.dataPoints, workspaceId) } as MetricData;
}

type PointOf = MetricData['dataPoints'][number];

function keep<Point extends PointOf>(points: readonly Point[], workspaceId: WorkspaceId): Point[] {
  return points.flatMap((point) => {
    const { [WORKSPACE]: owner, ...attributes } = point.attributes;
    return owner === undefined || owner === workspaceId ? [{ ...point, attributes }] : [];
  });
}
