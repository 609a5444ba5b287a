import { DocumentMime } from '../../contract/document.ts';
import type { ParseOutcome } from './parsed-document.ts';

export interface ParseRequest {
  readonly id: number;
  readonly mime: DocumentMime;
  readonly bytes: Uint8Array;
}

export interface ParseReply {
  readonly id: number;
  readonly outcome: ParseOutcome;
}

export function isParseRequest(message: unknown): message is ParseRequest {
  return (
    typeof message === 'object' &&
    message !== null &&
    'id' in message &&
    'mime' in message &&
    DocumentMime.safeParse(message.mime).success &&
    'bytes' in message &&
    message.bytes instanceof Uint8Array
  );
}

/** Parent and child are the same release, so a reply with an outcome has the shape that it was sent with. */
export function isParseReply(message: unknown): message is ParseReply {
  return typeof message === 'object' && message !== null && 'id' in message && 'outcome' in message;
}
