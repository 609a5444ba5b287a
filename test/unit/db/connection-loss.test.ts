import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { isConnectionLost } from '../../../db/connection-loss.ts';
import { AppError } from '../../../platform/errors.ts';

function stateOf(code: string): DatabaseError {
  return Object.assign(new DatabaseError('refused', 1, 'error'), { code });
}

function socketError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}

function inQuery(cause: Error): Error {
  return new DrizzleQueryError('select 1', [], cause);
}

describe('a lost connection', () => {
  it.each([
    ['a server that stops', inQuery(stateOf('57P01'))],
    ['a server that has crashed', inQuery(stateOf('57P02'))],
    ['a server that starts', stateOf('57P03')],
    ['a broken connection', inQuery(stateOf('08006'))],
    ['a reset socket under a query', inQuery(socketError('ECONNRESET', 'read'))],
    ['a server that is not there', socketError('ECONNREFUSED', 'connect')],
    [
      'a server that is at none of its addresses',
      new AggregateError([socketError('ECONNREFUSED', 'connect')]),
    ],
    ['a closed connection', inQuery(new Error('Connection terminated unexpectedly'))],
    ['a pool that gets none', new Error('timeout exceeded when trying to connect')],
  ])('is seen in %s', (_case, error) => {
    expect(isConnectionLost(error)).toBe(true);
  });

  it.each([
    ['a statement that is refused', inQuery(stateOf('23505'))],
    ['a statement that takes too long', inQuery(stateOf('57014'))],
    ['a model that is not there', new AppError('unavailable', 'Connection refused.')],
    ['a socket that is not the database’s', socketError('ECONNRESET', 'read')],
    ['a file that is not there', socketError('ENOENT', 'open')],
    ['any other error', new Error('boom')],
    ['what is no error', 'ECONNREFUSED'],
  ])('is not seen in %s', (_case, error) => {
    expect(isConnectionLost(error)).toBe(false);
  });
});
