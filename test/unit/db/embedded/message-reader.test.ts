import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageLengthError, MessageReader } from '../../../../db/embedded/message-reader.ts';
import { encodeMessage, encodeText } from '../../../../db/embedded/wire-messages.ts';

const LIMIT = 1000;

function readAll(reader: MessageReader): readonly Buffer[] {
  const messages: Buffer[] = [];
  for (let next = reader.nextMessage(); next !== null; next = reader.nextMessage()) {
    messages.push(next);
  }
  return messages;
}

describe('MessageReader', () => {
  it('reads the same messages however the bytes are cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 8 });
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(bodies, cuts, (parts, sizes) => {
        const messages = parts.map((body) => encodeMessage('Q', body));
        const bytes = Buffer.concat(messages);
        const reader = new MessageReader(LIMIT);
        const read: Buffer[] = [];
        for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
          const end = start + (sizes[turn % sizes.length] ?? 1);
          reader.push(bytes.subarray(start, end));
          read.push(...readAll(reader));
          start = end;
        }
        expect(read).toEqual(messages);
      }),
    );
  });

  it('reads a start-up packet, which has no type letter', () => {
    const reader = new MessageReader(LIMIT);
    reader.push(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47, 1]));
    expect(reader.nextStartUpPacket()).toEqual(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    expect(reader.nextStartUpPacket()).toBeNull();
  });

  it.each([LIMIT + 1, 2 ** 31 - 1])(
    'refuses a message of %d bytes before it has come',
    (length) => {
      const reader = new MessageReader(LIMIT);
      const header = Buffer.from('Q0000');
      header.writeInt32BE(length - 1, 1);
      reader.push(header);
      expect(() => reader.nextMessage()).toThrow(MessageLengthError);
    },
  );

  it.each([0, 3, -1])('refuses the impossible length %d', (length) => {
    const reader = new MessageReader(LIMIT);
    const header = Buffer.from('Q0000');
    header.writeInt32BE(length, 1);
    reader.push(header);
    expect(() => reader.nextMessage()).toThrow(MessageLengthError);
  });

  it('goes on with the received bytes under a wider limit', () => {
    const message = encodeMessage('Q', encodeText('x'.repeat(50)));
    const narrow = new MessageReader(20);
    narrow.push(message);
    expect(narrow.withLimit(LIMIT).nextMessage()).toEqual(message);
  });
});
