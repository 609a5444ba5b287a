import type { ExtractRequest } from '../../contract/extraction.ts';
import type { Caller } from '../caller.ts';

export interface ExtractCall {
  readonly caller: Caller;
  readonly request: ExtractRequest;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}
