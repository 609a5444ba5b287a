import type { BodyInput, ResponseOf } from '../../../contract/endpoint-types.ts';
import { readUuid } from '../search/url-search.ts';
import { call } from './client.ts';
import { ProblemError } from './problem-error.ts';

/** Documents and chunks have ids of one kind: what is no document may be a chunk. */
export async function askWhyNot(
  id: string,
  name: string,
  signal: AbortSignal,
): Promise<ResponseOf<'explainAbsence'>> {
  const ask = (body: BodyInput<'explainAbsence'>) =>
    call('explainAbsence', { params: { id }, body, signal });
  if (readUuid(name) === undefined) return await ask({ source: name });
  try {
    return await ask({ document_id: name });
  } catch (error) {
    if (!(error instanceof ProblemError && error.status === 404)) throw error;
    return await ask({ chunk_id: name });
  }
}
