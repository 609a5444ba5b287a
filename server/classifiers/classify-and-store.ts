import type { ClassifyRequest, ClassifyResponse } from '../../contract/classifier.ts';
import { TraceId } from '../../contract/ids.ts';
import { saveTraces, type NewTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { buildClassificationTrace } from './build-classification-trace.ts';
import { classifyTexts } from './classify-texts.ts';

export interface ClassifyCall {
  readonly caller: Caller;
  readonly request: ClassifyRequest;
  readonly traceparent: string | null;
}

/** Labels texts, and keeps a trace of each unless the caller wants none. */
export async function classifyAndStore(
  call: ClassifyCall,
  services: Services,
): Promise<ClassifyResponse> {
  const { caller, request } = call;
  const { classifier, version, min_probability: minProbability = 0 } = request;
  const database = inWorkspace(services.database, caller.workspaceId);
  const texts = request.texts ?? (request.text === undefined ? [] : [request.text]);
  const startedAt = services.now();
  const wanted = { classifier, version, texts, minProbability };
  const { opened, labels } = await classifyTexts(services, database, wanted);
  const classifyMs = (services.now() - startedAt) / Math.max(1, texts.length);
  const createdAt = services.clock();
  const traces: NewTrace[] = [];
  const results: ClassifyResponse['results'] = [];
  for (const [at, said] of labels.entries()) {
    const id = request.store ? TraceId.parse(services.newId()) : null;
    results.push({ ...said, trace_id: id });
    if (id === null) continue;
    const text = texts[at] ?? '';
    const classified = { id, text, said, opened, minProbability, classifyMs, createdAt };
    traces.push(buildClassificationTrace(classified, call, services));
  }
  await saveTraces(database, traces);
  return { classifier: opened.name, version: opened.version, results };
}
