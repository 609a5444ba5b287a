import type { FileToPrepare, PrepareOutcome } from './prepared-document.ts';

/** What a worker sends to its child: one file to prepare. */
export interface PrepareRequest {
  readonly kind: 'prepare';
  readonly id: number;
  readonly file: FileToPrepare;
}

/** What the child sends: once that it is ready, then one outcome for each request. */
export type PrepareReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: PrepareOutcome };

/**
 * Parent and child are the same release and talk over a channel of their own, so the kind of a message
 * vouches for its shape.
 */
export function isPrepareRequest(message: unknown): message is PrepareRequest {
  return kindOf(message) === 'prepare';
}

export function isPrepareReply(message: unknown): message is PrepareReply {
  const kind = kindOf(message);
  return kind === 'ready' || kind === 'outcome';
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
}
