import { setTimeout as sleep } from 'node:timers/promises';
import type { EvaluationDetail, Figure } from '../../contract/evaluation.ts';
import type { TestClient } from './client.ts';

const DEADLINE_MS = 60_000;

/** Waits until the run has ended. */
export async function finishEvaluation(client: TestClient, id: string): Promise<EvaluationDetail> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const { body } = await client.get<EvaluationDetail>(`/v1/evaluations/${id}`);
    if (body.finished_at !== null) return body;
    await sleep(50);
  }
  throw new Error(`The evaluation ${id} did not end in time.`);
}

/** A figure of a variant over all parts. */
export function figureOf(run: EvaluationDetail, variant: string, metric: string): Figure {
  const of = run.parts?.[0]?.variants.find((one) => one.variant === variant);
  const figure = of?.figures.find((one) => one.metric === metric);
  if (figure === undefined) throw new Error(`There is no figure ${metric} of ${variant}.`);
  return figure;
}
