/** What the last ReadyForQuery of a batch said; `awaiting_sync` when the batch ended without one. */
export type TransactionStatus = 'idle' | 'in_transaction' | 'failed_transaction' | 'awaiting_sync';

/** Request codes that take the place of a protocol version in an untyped start-up packet. */
export const START_UP_CODES = {
  cancelRequest: 80877102,
  sslRequest: 80877103,
  gssEncryptionRequest: 80877104,
} as const;

const HEADER_LENGTH = 5;
const STATUS_LETTERS = new Map<string, TransactionStatus>([
  ['I', 'idle'],
  ['T', 'in_transaction'],
  ['E', 'failed_transaction'],
]);

/** One protocol message: a type letter, a length that counts itself, the body. */
export function encodeMessage(type: string, ...body: readonly Uint8Array[]): Buffer {
  const bodyLength = body.reduce((total, part) => total + part.byteLength, 0);
  const header = Buffer.alloc(HEADER_LENGTH);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(bodyLength + 4, 1);
  return Buffer.concat([header, ...body]);
}

/** A zero-terminated string as the protocol writes it. */
export function encodeText(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function encodePasswordRequest(): Buffer {
  const cleartextPassword = Buffer.alloc(4);
  cleartextPassword.writeInt32BE(3);
  return encodeMessage('R', cleartextPassword);
}

/** What follows a right password: AuthenticationOk, the parameters, an unused cancel key, Ready. */
export function encodeWelcome(parameters: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    encodeMessage('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) =>
      encodeMessage('S', encodeText(name), encodeText(value)),
    ),
    encodeMessage('K', Buffer.alloc(8)),
    encodeReady(),
  ]);
}

export function encodeReady(): Buffer {
  return encodeMessage('Z', Buffer.from('I'));
}

export interface WireError {
  readonly severity: 'ERROR' | 'FATAL';
  /** A five-character SQLSTATE. */
  readonly code: string;
  readonly message: string;
}

export function encodeError({ severity, code, message }: WireError): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${message}`];
  return encodeMessage('E', ...fields.map(encodeText), Buffer.alloc(1));
}

/**
 * What ends a session in the one backend that all sessions share: leave an interrupted batch, drop
 * the session's prepared statements, then leave its transaction.
 */
export function encodeSessionCleanup(statementNames: Iterable<string>): Buffer {
  const closeStatements = [...statementNames].map((name) =>
    encodeMessage('C', Buffer.from('S'), Buffer.from(name, 'latin1'), Buffer.alloc(1)),
  );
  const sync = encodeMessage('S');
  const rollback = encodeMessage('Q', encodeText('rollback'));
  return Buffer.concat([sync, rollback, ...closeStatements, sync]);
}

/** Reads the type letter and the length of the whole message, type letter included. */
export function decodeHeader(header: Buffer): { readonly type: string; readonly length: number } {
  return { type: header.toString('latin1', 0, 1), length: header.readInt32BE(1) + 1 };
}

export function decodeStatus(letter: string): TransactionStatus {
  return STATUS_LETTERS.get(letter) ?? 'awaiting_sync';
}
