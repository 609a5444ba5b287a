import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StatusScanner } from '../../../../db/embedded/status-scanner.ts';
import { encodeMessage } from '../../../../db/embedded/wire-messages.ts';

const ready = (letter: string) => encodeMessage('Z', Buffer.from(letter));
const row = (body: Uint8Array) => encodeMessage('D', body);

describe('StatusScanner', () => {
  it.each([
    ['I', 'idle'],
    ['T', 'in_transaction'],
    ['E', 'failed_transaction'],
  ])('reads a ReadyForQuery of %s as %s', (letter, status) => {
    const scanner = new StatusScanner();
    scanner.push(ready(letter));
    expect(scanner.status).toBe(status);
  });

  it('awaits a sync when the output ends without ReadyForQuery', () => {
    const scanner = new StatusScanner();
    scanner.push(Buffer.concat([ready('I'), row(Buffer.from('abc'))]));
    expect(scanner.status).toBe('awaiting_sync');
  });

  it('is not deceived by a row that ends like a ReadyForQuery', () => {
    const scanner = new StatusScanner();
    scanner.push(row(ready('I')));
    expect(scanner.status).toBe('awaiting_sync');
  });

  it('reads the same status however the output is cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 12 }));
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 7 }), (parts, size) => {
        const output = Buffer.concat([...parts.map(row), ready('T')]);
        const scanner = new StatusScanner();
        for (let start = 0; start < output.length; start += size) {
          scanner.push(output.subarray(start, start + size));
        }
        expect(scanner.status).toBe('in_transaction');
      }),
    );
  });
});
