import type { DocumentMime } from '../../contract/document.ts';
import type { ParseOutcome } from './parsed-document.ts';

/** What the parser's process sends to its child: one document to parse. */
export interface ParseRequest {
  readonly kind: 'parse';
  readonly id: number;
  readonly mime: DocumentMime;
  readonly bytes: Uint8Array;
}

/** What the child sends: once that it is ready, then one outcome for each request. */
export type ParseReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: ParseOutcome };

/**
 * Parent and child are the same release and talk over a channel of their own, so the kind of a message
 * vouches for its shape.
 */
export function isParseRequest(message: unknown): message is ParseRequest {
  return kindOf(message) === 'parse';
}

export function isParseReply(message: unknown): message is ParseReply {
  const kind = kindOf(message);
  return kind === 'ready' || kind === 'outcome';
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null;
}
