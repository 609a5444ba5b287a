import type { z } from 'zod';
import { Answer } from '../../contract/answer.ts';
import type { BodyInput } from '../../contract/endpoint-types.ts';
import { buildRequest, type ApiClientOptions } from '../build-request.ts';
import { readProblem } from '../problem-error.ts';
import { checkShape, readJson } from '../read-reply.ts';

/** What a load is measured by: no more of an answer is read, so that reading it delays no other question. */
const MeasuredAnswer = Answer.pick({ id: true, status: true, timings_ms: true }).extend({
  route: Answer.shape.route.pick({ model: true }),
});
export type MeasuredAnswer = z.infer<typeof MeasuredAnswer>;

export interface TimedQuestion {
  readonly body: BodyInput<'createAnswer'>;
  readonly timeoutMs: number;
}

/** Throws `ProblemError` where the server refuses, `AppError('unavailable')` where it does not answer in time. */
export async function askWithin(
  options: ApiClientOptions,
  { body, timeoutMs }: TimedQuestion,
): Promise<MeasuredAnswer> {
  const request = buildRequest(options, 'createAnswer', { body });
  const response = await options.send({ ...request, timeoutMs: Math.ceil(timeoutMs) });
  if (!response.ok) throw await readProblem(response);
  const { pathname } = request.url;
  return checkShape(MeasuredAnswer, await readJson(response, pathname), pathname);
}
