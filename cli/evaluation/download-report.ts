import { buildRequest, type ApiClientOptions, type RequestInput } from '../build-request.ts';
import { readProblem } from '../problem-error.ts';

/** The report of an evaluation run as a file. Throws `ProblemError` where the server refuses. */
export async function downloadReport(
  options: ApiClientOptions,
  input: RequestInput,
): Promise<Uint8Array> {
  const response = await options.send(buildRequest(options, 'getEvaluationReport', input));
  if (!response.ok) throw await readProblem(response);
  return new Uint8Array(await response.arrayBuffer());
}
