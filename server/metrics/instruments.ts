import type { Counter, Gauge, Histogram, Meter } from '@opentelemetry/api';

/** Tells the points of workspaces apart while they are kept; nobody is shown it. */
export const WORKSPACE = 'workspace';

export interface Instruments {
  readonly requests: Counter;
  readonly requestSeconds: Histogram;
  readonly answers: Counter;
  readonly answerSeconds: Histogram;
  readonly stepSeconds: Histogram;
  readonly calls: Counter;
  readonly tokens: Counter;
  readonly dollars: Counter;
  readonly fallbacks: Counter;
  readonly escalations: Counter;
  readonly queueDepth: Gauge;
  readonly circuitState: Gauge;
  readonly callsInFlight: Gauge;
}

/** Bounds that hold from a builtin answer on a quiet machine to a slow model that is waited for. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createInstruments(meter: Meter): Instruments {
  const counter = (name: string, description: string) =>
    meter.createCounter(`footnote_${name}`, { description });
  const gauge = (name: string, description: string) =>
    meter.createGauge(`footnote_${name}`, { description });
  const seconds = (name: string, description: string) =>
    meter.createHistogram(`footnote_${name}`, {
      description,
      advice: { explicitBucketBoundaries: SECONDS },
    });
  return {
    requests: counter('http_requests_total', 'Requests by endpoint and status.'),
    requestSeconds: seconds('http_request_duration_seconds', 'Until the response has left.'),
    answers: counter('answers_total', 'Stored answers by outcome, model, task and verdict.'),
    answerSeconds: seconds('answer_duration_seconds', 'Of whole answers, storing included.'),
    stepSeconds: seconds('answer_step_duration_seconds', 'Of the steps of answers.'),
    calls: counter('model_calls_total', 'Calls of models for answers, by what came of them.'),
    tokens: counter('tokens_total', 'Tokens of these calls.'),
    dollars: counter('cost_usd_total', 'What these calls cost.'),
    fallbacks: counter('fallbacks_total', 'Answers given another way than the route chose.'),
    escalations: counter('escalations_total', 'Larger models asked because of a draft.'),
    queueDepth: gauge('queue_depth', 'What waits and what is worked on.'),
    circuitState: gauge('circuit_state', 'Of each model: 1 for the state that it is in.'),
    callsInFlight: gauge('model_calls_in_flight', 'Calls that have not ended yet.'),
  };
}
