import { describe, expect, it } from 'vitest';
import {
  encodeError,
  encodeMessage,
  encodePasswordRequest,
  encodeSessionCleanup,
  encodeText,
  encodeWelcome,
} from '../../../../db/embedded/wire-messages.ts';

describe('wire messages', () => {
  it('count their own length field but not their type letter', () => {
    expect(encodeMessage('Q', encodeText('ab'))).toEqual(Buffer.from('Q\0\0\0\x07ab\0'));
    expect(encodeMessage('S')).toEqual(Buffer.from('S\0\0\0\x04'));
  });

  it('ask for a password in clear text', () => {
    expect(encodePasswordRequest()).toEqual(Buffer.from('R\0\0\0\x08\0\0\0\x03'));
  });

  it('welcome a client with its parameters and end in ReadyForQuery', () => {
    const welcome = encodeWelcome({ server_version: '18.6' });
    expect(welcome.subarray(0, 9)).toEqual(Buffer.from('R\0\0\0\x08\0\0\0\0'));
    expect(welcome.includes('server_version\x0018.6\0')).toBe(true);
    expect(welcome.subarray(-6)).toEqual(Buffer.from('Z\0\0\0\x05I'));
  });

  it('carry severity, code and message in an error', () => {
    const error = encodeError({ severity: 'FATAL', code: '28P01', message: 'no' });
    expect(error.subarray(5)).toEqual(Buffer.from('SFATAL\0VFATAL\0C28P01\0Mno\0\0'));
  });

  it('clean up a session by sync, rollback and closing its statements', () => {
    const types: string[] = [];
    const cleanup = encodeSessionCleanup(['s1_a', 's1_b']);
    for (let at = 0; at < cleanup.length; at += cleanup.readInt32BE(at + 1) + 1) {
      types.push(cleanup.toString('latin1', at, at + 1));
    }
    expect(types).toEqual(['S', 'Q', 'C', 'C', 'S']);
  });
});
