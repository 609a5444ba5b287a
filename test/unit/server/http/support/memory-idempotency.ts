import type {
  Beginning,
  Idempotency,
  IdempotencyRequest,
  StoredAnswer,
} from '../../../../../server/http/idempotency.ts';

interface Entry {
  readonly requestHash: Buffer;
  answer: StoredAnswer | null;
}

/** The idempotency port over a map. */
export function memoryIdempotency(): Idempotency {
  const entries = new Map<string, Entry>();
  return { begin: async (request) => begin(entries, request) };
}

function begin(entries: Map<string, Entry>, request: IdempotencyRequest): Beginning {
  const id = [request.caller.apiKeyId, request.endpoint, request.key].join(' ');
  const known = entries.get(id);
  if (known !== undefined) {
    if (!known.requestHash.equals(request.requestHash)) return { kind: 'mismatch' };
    return known.answer === null ? { kind: 'running' } : { kind: 'replay', ...known.answer };
  }
  const entry: Entry = { requestHash: request.requestHash, answer: null };
  entries.set(id, entry);
  return {
    kind: 'first',
    keepWith: async (_transaction, answer) => {
      entry.answer = answer;
    },
    complete: async (answer) => {
      entry.answer ??= answer;
    },
    abandon: async () => {
      if (entry.answer === null) entries.delete(id);
    },
  };
}
