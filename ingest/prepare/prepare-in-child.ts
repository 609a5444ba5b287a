import { DEFAULT_PARSE_LIMITS } from '../parse/parsed-document.ts';
import { ChildPool } from './child-pool.ts';
import { describeFailure } from './describe-failure.ts';
import type { PrepareOutcome } from './prepared-document.ts';
import type { DocumentToPrepare, Preparer, PreparerOptions } from './preparer.ts';

const isFromSource = import.meta.url.endsWith('.ts');

const DEFAULT_OPTIONS: Required<PreparerOptions> = {
  timeoutMs: 30_000,
  timeoutMsPerMegabyte: 5_000,
  idleMs: 10_000,
  // One for each of a worker's slots: two slow documents leave a way for a quick one.
  maxChildren: 3,
  patienceMs: 1_000,
  maxHeapMegabytes: 256,
  maxResidentMegabytes: 768,
  // Two that fill their heaps hold some 350 MB each and leave room for a quick one.
  maxTotalMegabytes: 1_024,
  childModule: new URL(`prepare-child-main.${isFromSource ? 'ts' : 'js'}`, import.meta.url),
};

/**
 * Prepares documents in child processes, one document at a time in each: started when needed, kept for the
 * next document, killed when a document takes too much time or memory, and replaced after a crash.
 */
export function createPreparer(options: PreparerOptions = {}): Preparer {
  const pool = new ChildPool({ ...DEFAULT_OPTIONS, ...options });

  async function prepare(document: DocumentToPrepare): Promise<PrepareOutcome> {
    const { maxBytes } = DEFAULT_PARSE_LIMITS;
    if (document.bytes.length <= maxBytes) return pool.run(document);
    const problem = `has ${document.bytes.length} bytes; at most ${maxBytes} are read`;
    return describeFailure('too_large', document, problem);
  }

  return { prepare, close: () => pool.close(), [Symbol.asyncDispose]: () => pool.close() };
}
