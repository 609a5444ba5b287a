import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../platform/errors.ts';
import { readSchema } from '../../../../server/extraction/read-schema.ts';

const objectOf = (properties: object, rest: object = {}) => ({
  type: 'object',
  properties,
  ...rest,
});

function complaintOf(schema: Record<string, unknown>): unknown {
  try {
    readSchema(schema);
  } catch (error) {
    return error instanceof AppError ? error.fields : error;
  }
  return null;
}

describe('a schema as generators write it', () => {
  it('is read as the one that a person would write', () => {
    const address = objectOf({ city: { type: 'string', title: 'City' } });
    const byHand = objectOf({
      day: { type: 'string', format: 'date', title: 'Day', description: 'Of the visit' },
      home: { ...address, description: 'Where they live' },
      kind: { type: 'string', enum: ['visit'] },
      homes: { type: 'array', items: address },
    });
    const generated = objectOf(
      {
        day: {
          anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }],
          default: null,
          title: 'Day',
          description: 'Of the visit',
        },
        home: { $ref: '#/$defs/Home', description: 'Where they live' },
        kind: { const: 'visit' },
        homes: { type: 'array', items: { allOf: [{ $ref: '#/$defs/Address~1Home' }] } },
      },
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $defs: { Home: { $ref: '#/$defs/Address~1Home' }, 'Address/Home': address },
      },
    );

    expect(readSchema(generated)).toEqual(readSchema(byHand));
  });

  it('may have the whole of it among its definitions', () => {
    const schema = {
      $ref: '#/definitions/Visit',
      definitions: { Visit: objectOf({ day: { type: 'string', format: 'date' } }) },
    };

    expect(readSchema(schema)).toMatchObject([{ name: 'day', kind: 'date' }]);
  });

  it.each([
    ['a definition that is not there', { $ref: '#/$defs/Nobody' }, '$ref', 'Nobody, which is not'],
    ['another document', { $ref: 'https://example.org/schema' }, '$ref', 'of this schema'],
    ['the property of every object', { $ref: '#/$defs/__proto__' }, '$ref', 'is not defined'],
    ['itself', { $ref: '#/$defs/Round' }, '$ref', 'leads back to itself'],
    ['several types', { anyOf: [{ type: 'string' }, { type: 'number' }] }, 'anyOf', 'one schema'],
    ['nothing but null', { oneOf: [{ type: 'null' }] }, 'oneOf', 'one schema'],
    ['a constant that is no word', { const: 4 }, 'enum', 'must list words'],
  ])('is refused with the place where it points to %s', (_what, part, keyword, message) => {
    const schema = objectOf(
      { part },
      { $defs: { Round: { $ref: '#/$defs/Trip' }, Trip: { $ref: '#/$defs/Round' } } },
    );

    expect(complaintOf(schema)).toEqual([
      { path: `/schema/properties/part/${keyword}`, message: expect.stringContaining(message) },
    ]);
  });

  it('is refused where its definitions make more fields than are read', () => {
    const many = (part: object) =>
      objectOf(Object.fromEntries(Array.from({ length: 90 }, (_, at) => [`p${at}`, part])));
    const schema = {
      ...many({ $ref: '#/$defs/Row' }),
      $defs: { Row: many({ $ref: '#/$defs/Cell' }), Cell: many({ type: 'string' }) },
    };

    expect(complaintOf(schema)).toMatchObject([
      { message: expect.stringContaining('more than 100 fields') },
    ]);
  });
});
