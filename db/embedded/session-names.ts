import { decodeHeader, encodeMessage } from './wire-messages.ts';

const HEADER_LENGTH = 5;
const STATEMENT_KIND = 'S'.codePointAt(0);

/**
 * Gives the statements and portals of one session names of their own in the backend that all
 * sessions share, and remembers the statements, so that they can be closed with the session.
 */
export class SessionNames {
  readonly statements = new Set<string>();
  readonly #prefix: Buffer;

  constructor(sessionNumber: number) {
    this.#prefix = Buffer.from(`s${sessionNumber}_`);
  }

  /** The message with every statement and portal name prefixed; unnamed ones stay unnamed. */
  translate(message: Buffer): Buffer {
    const { type } = decodeHeader(message);
    const body = message.subarray(HEADER_LENGTH);
    switch (type) {
      case 'P':
        return this.#translateParse(body);
      case 'B':
        return this.#translateBind(body);
      case 'D':
      case 'C':
        return this.#translateDescribeOrClose(type, body);
      case 'E': {
        const [portal, rest] = splitName(body);
        return encodeMessage('E', this.#prefixed(portal), rest);
      }
      default:
        return message;
    }
  }

  #translateParse(body: Buffer): Buffer {
    const [statement, rest] = splitName(body);
    const name = this.#prefixed(statement);
    if (name.length > 0) this.statements.add(name.toString('latin1'));
    return encodeMessage('P', name, rest);
  }

  #translateBind(body: Buffer): Buffer {
    const [portal, afterPortal] = splitName(body);
    const [statement, rest] = splitName(afterPortal.subarray(1));
    const separator = afterPortal.subarray(0, 1);
    return encodeMessage('B', this.#prefixed(portal), separator, this.#prefixed(statement), rest);
  }

  #translateDescribeOrClose(type: 'D' | 'C', body: Buffer): Buffer {
    const [target, rest] = splitName(body.subarray(1));
    const name = this.#prefixed(target);
    if (type === 'C' && body[0] === STATEMENT_KIND) this.statements.delete(name.toString('latin1'));
    return encodeMessage(type, body.subarray(0, 1), name, rest);
  }

  #prefixed(name: Buffer): Buffer {
    return name.length === 0 ? name : Buffer.concat([this.#prefix, name]);
  }
}

/** The name before the first zero byte, and the rest with that zero byte. */
function splitName(bytes: Buffer): readonly [Buffer, Buffer] {
  const end = bytes.indexOf(0);
  if (end < 0) return [bytes.subarray(0, 0), bytes];
  return [bytes.subarray(0, end), bytes.subarray(end)];
}
