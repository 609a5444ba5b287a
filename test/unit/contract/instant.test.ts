import { describe, expect, it } from 'vitest';
import { ChatCompletionRequest } from '../../../contract/chat-completion.ts';
import { givenInstant } from '../../../contract/instant.ts';
import { RetrieveRequest } from '../../../contract/retrieval.ts';

describe('a time that a caller gives', () => {
  it.each([
    ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z'],
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['2026-02-28T20:30:00.5-12:30', '2026-03-01T09:00:00.500Z'],
  ])('is UTC from there on: %s', (given, instant) => {
    expect(givenInstant().parse(given)).toBe(instant);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-03-01T10:00:00+99:00',
    'yesterday',
    '',
  ])('is refused where it names no instant: %j', (given) => {
    expect(givenInstant().safeParse(given).error?.issues).toMatchObject([
      { code: 'invalid_format', format: 'datetime' },
    ]);
  });

  it.each(['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-01:00'])(
    'is refused where Postgres could not store its year: %s',
    (given) => {
      expect(givenInstant().safeParse(given).error?.issues).toMatchObject([
        { message: 'must be in a year from 0001 to 9999' },
      ]);
    },
  );

  it('may have an offset wherever documents of then are asked for', () => {
    const asOf = '2026-03-01T10:00:00+01:00';
    const chat = { model: 'auto', messages: [{ role: 'user', content: 'q' }] };
    const instant = '2026-03-01T09:00:00.000Z';
    expect(RetrieveRequest.parse({ question: 'q', as_of: asOf }).as_of).toBe(instant);
    expect(
      ChatCompletionRequest.parse({ ...chat, footnote: { as_of: asOf } }).footnote?.as_of,
    ).toBe(instant);
  });
});
