import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOfMark, findUnmarkedUtf16, hasTextBytes } from '../../../core/byte-encoding.ts';

describe('encodingOfMark', () => {
  it('names the encoding of each byte order mark', () => {
    expect(encodingOfMark(new Uint8Array([0xff, 0xfe, 0x41, 0]))).toBe('utf-16le');
    expect(encodingOfMark(new Uint8Array([0xfe, 0xff, 0, 0x41]))).toBe('utf-16be');
    expect(encodingOfMark(new Uint8Array([0xef, 0xbb, 0xbf]))).toBe('utf-8');
    expect(encodingOfMark(new Uint8Array([0x41]))).toBeNull();
  });
});

describe('findUnmarkedUtf16', () => {
  it('tells the order of bytes from where the zeros are', () => {
    const bytes = Buffer.from('Grüße aus Köln', 'utf16le');
    expect(findUnmarkedUtf16(bytes)).toBe('utf-16le');
    expect(findUnmarkedUtf16(Buffer.from(bytes).swap16())).toBe('utf-16be');
  });

  it('finds none in bytes without a pattern', () => {
    expect(findUnmarkedUtf16(new Uint8Array(100))).toBeNull();
    expect(findUnmarkedUtf16(Buffer.from('text'))).toBeNull();
  });
});

describe('hasTextBytes', () => {
  it('takes any printable bytes for text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0x80, max: 0xff })), (bytes) => {
        expect(hasTextBytes(new Uint8Array(bytes))).toBe(true);
      }),
    );
  });

  it('takes bytes with NUL or many control characters for none', () => {
    expect(hasTextBytes(Buffer.from('a\0b'))).toBe(false);
    expect(hasTextBytes(Buffer.from('a\u0001\u0002b'))).toBe(false);
    expect(hasTextBytes(Buffer.from('a\tb\r\n\f'))).toBe(true);
  });
});
