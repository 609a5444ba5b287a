import type { ServiceClient } from './service-client.ts';
import { writeQuestions } from './write-handbook.ts';

export const STEPS = ['route', 'retrieve', 'generate', 'verify', 'store', 'total'] as const;

export interface Quantiles {
  readonly p50: number;
  readonly p95: number;
}

export interface AnswerMeasure {
  readonly concurrency: number;
  readonly count: number;
  /** Of 1: how many were answered and not abstained from. */
  readonly answeredShare: number;
  readonly perSecond: number;
  /** As the server measured them, in milliseconds. */
  readonly steps: Readonly<Record<(typeof STEPS)[number], Quantiles>>;
  /** As the client saw it, in milliseconds. */
  readonly http: Quantiles;
}

export async function measureAnswers(
  client: ServiceClient,
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
): Promise<AnswerMeasure> {
  const waiting = [...writeQuestions(count)];
  const answers: Awaited<ReturnType<ServiceClient['ask']>>[] = [];
  const httpMs: number[] = [];
  const startedAt = performance.now();
  const askOneAfterTheOther = async () => {
    for (let question = waiting.pop(); question !== undefined; question = waiting.pop()) {
      const askedAt = performance.now();
      answers.push(await client.ask(question));
      httpMs.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, askOneAfterTheOther));
  const seconds = (performance.now() - startedAt) / 1_000;
  const of = (step: (typeof STEPS)[number]) =>
    quantiles(answers.map((answer) => answer.timings_ms[step]));
  return {
    concurrency,
    count,
    answeredShare: answers.filter((answer) => answer.status === 'answered').length / count,
    perSecond: count / seconds,
    steps: {
      route: of('route'),
      retrieve: of('retrieve'),
      generate: of('generate'),
      verify: of('verify'),
      store: of('store'),
      total: of('total'),
    },
    http: quantiles(httpMs),
  };
}

/** By nearest rank. */
function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
