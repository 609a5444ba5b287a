import type { Observation, RequiredSource } from '../../contract/evaluation-result.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import type { ChunkId, TraceId } from '../../contract/ids.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { findFrozenChunks } from '../../db/queries/trace-chunks.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { askRecorded } from '../answer/ask.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { explainAbsence } from '../why-not/explain-absence.ts';
import { applyVariant } from './apply-variant.ts';
import type { ItemCall } from './item-call.ts';
import { candidatesToRead, findLost, observeAnswer } from './observe-answer.ts';
import { observeFields, observeLabel } from './observe-reading.ts';

export interface EvaluatedOnce {
  readonly observation: Observation;
  readonly traceId: TraceId | null;
  readonly configHash: string;
}

/** Puts one item to the service as one variant has it. A refusal is an outcome; only surprises throw. */
export async function evaluateItem(call: ItemCall, services: Services): Promise<EvaluatedOnce> {
  const varied = applyVariant(call.variant, services);
  const { configHash } = varied;
  try {
    return { ...(await observe(call, varied)), configHash };
  } catch (error) {
    if (call.signal.aborted || !(error instanceof AppError)) throw error;
    const { code, message: detail } = error;
    return { observation: { kind: 'failed', code, detail }, traceId: null, configHash };
  }
}

function observe(call: ItemCall, services: Services) {
  const { task } = call.item;
  switch (task) {
    case 'answer':
      return askItem(call, services);
    case 'triage':
      return observeLabel(call, services);
    case 'extraction':
      return observeFields(call, services);
    default:
      return task satisfies never;
  }
}

async function askItem(
  call: ItemCall,
  services: Services,
): Promise<Pick<EvaluatedOnce, 'observation' | 'traceId'>> {
  const { runId, caller, item, variant, signal } = call;
  const { answer, record } = await askRecorded(
    {
      caller,
      signal,
      request: {
        question: item.input,
        messages: [],
        filters: {},
        model: variant.model,
        max_chunks: variant.max_chunks,
        stream: false,
        metadata: { evaluation: runId, variant: variant.name, item: item.id },
      },
      traceparent: null,
      emit: null,
      announceTrace: () => undefined,
      origin: { kind: 'evaluation' },
    },
    services,
  );
  const database = inWorkspace(services.database, caller.workspaceId);
  const observation = observeAnswer({
    item,
    record,
    texts: await readTexts(candidatesToRead(item, record.retrieval.candidates), caller, database),
    lost: await explainLost(item, { record, caller, database }, services),
    durationMs: answer.timings_ms.total,
  });
  return { observation, traceId: answer.id };
}

async function readTexts(
  ids: readonly ChunkId[],
  caller: Caller,
  database: WorkspaceDatabase,
): Promise<ReadonlyMap<ChunkId, string>> {
  if (ids.length === 0) return new Map();
  const chunks = await findFrozenChunks(database, {
    ids,
    reader: readerFor(caller),
    isAdmin: hasScope(caller, 'admin'),
  });
  return new Map(
    chunks.flatMap(({ chunkId, text, isReadable }) => (isReadable ? [[chunkId, text]] : [])),
  );
}

async function explainLost(
  item: GoldItem,
  asked: {
    readonly record: AnswerTraceRecord;
    readonly caller: Caller;
    readonly database: WorkspaceDatabase;
  },
  services: Services,
): Promise<ReadonlyMap<string, RequiredSource['lost']>> {
  const { record, caller, database } = asked;
  const viewer = { reader: readerFor(caller), isAdmin: hasScope(caller, 'admin') };
  const lost = new Map<string, RequiredSource['lost']>();
  for (const source of findLost(item, record.retrieval.candidates)) {
    const question = { trace: record, name: { source }, viewer };
    const reason = await explainAbsence(question, { ...services, database }).catch(expectRefusal);
    if (reason === null) continue;
    const { stage, code, detail } = reason;
    lost.set(source, { stage, code, detail });
  }
  return lost;
}

/** A name that several documents have, or that the caller may see nothing of, has no reason to tell. */
function expectRefusal(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}
