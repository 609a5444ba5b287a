import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExtractedField } from '../../../../contract/extraction.ts';
import { extractFields, openText } from '../../../../server/extraction/extract-fields.ts';
import { listScalars, type Field } from '../../../../server/extraction/field.ts';
import { readSchema } from '../../../../server/extraction/read-schema.ts';
import { verifyValue } from '../../../../server/extraction/verify-value.ts';

function open(text: string) {
  return openText({ documentId: null, documentVersion: null, text });
}

function fieldsOf(properties: object): readonly Field[] {
  return readSchema({ type: 'object', properties });
}

function extract(text: string, properties: object) {
  return extractFields(fieldsOf(properties), [open(text)]);
}

describe('values', () => {
  it('are read from labels, sentences and rows, each in the notation of its type', () => {
    const text = `Incident policy

OPS-HB-02, version 7.3, in force from 13 April 2026. Owner: Head of Service Management, extension 4600.

| Severity | First response | Fee |
| --- | --- | --- |
| SEV1 | 15 minutes | £1,150 |
| SEV2 | 2 hours | £90 |

A restore takes at most three weeks.`;
    const { value } = extract(text, {
      reference: { type: 'string', pattern: '^[A-Z]{3}-[A-Z]{2}-\\d{2}$', title: 'Reference' },
      in_force: { type: 'string', format: 'date', description: 'Date from which it is in force' },
      owner: { type: 'string', title: 'Owner', description: 'Who owns the policy' },
      restore: { type: 'string', format: 'duration', description: 'How long a restore takes' },
      sev1_response: { type: 'string', description: 'Time to the first response to SEV1' },
      sev2_fee: { type: 'number', description: 'Fee of a SEV2, in GBP' },
    });
    expect(value).toEqual({
      reference: 'OPS-HB-02',
      in_force: '2026-04-13',
      owner: 'Head of Service Management',
      restore: 'P3W',
      sev1_response: '15 minutes',
      sev2_fee: 90,
    });
  });

  it('of a list of objects are the rows of the table whose columns they name', () => {
    const text = 'Rooms\n\nRoom: Anchor; Seats: 6; Video: no\nRoom: Helm; Seats: 24; Video: yes';
    const { value, fields } = extract(text, {
      rooms: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            room: { type: 'string' },
            seats: { type: 'integer' },
            video: { type: 'boolean' },
          },
        },
      },
    });
    expect(value).toEqual({
      rooms: [
        { room: 'Anchor', seats: 6, video: false },
        { room: 'Helm', seats: 24, video: true },
      ],
    });
    expect(fields.map(({ path }) => path).slice(0, 3)).toEqual([
      '/rooms/0/room',
      '/rooms/0/seats',
      '/rooms/0/video',
    ]);
  });

  it('of a list with a pattern are all that match, each once', () => {
    const codes = { type: 'array', items: { type: 'string', pattern: '^SC-\\d{3}$' } };
    const { value } = extract('Order SC-001 or SC-002. SC-001 is the cheaper one.', { codes });
    expect(value).toEqual({ codes: ['SC-001', 'SC-002'] });
  });

  it('are null with a reason where the text does not give them', () => {
    const properties = {
      pension_age: { type: 'integer', description: 'Age from which a pension is paid' },
      colours: { type: 'array', items: { type: 'string' }, title: 'Colours of the flag' },
    };
    const { value, fields } = extract('Rooms can be booked up to 90 days ahead.', properties);
    expect(value).toEqual({ pension_age: null, colours: null });
    expect(fields.map(({ reason }) => reason.code)).toEqual(['not_found', 'not_found']);
  });

  it('are null where the text gives two alike, and the reason names both', () => {
    const fee = { type: 'number', title: 'Fee', description: 'Fee, in GBP' };
    const { value, fields } = extract('Fee: £20\n\nFee: £30', { fee });
    expect(value).toEqual({ fee: null });
    expect(fields[0]?.reason).toMatchObject({ code: 'ambiguous' });
    expect(fields[0]?.reason.text).toMatch(/£20.*£30|£30.*£20/u);
  });

  it('are null where what stands in their place is of another type', () => {
    const due = { type: 'string', format: 'date', title: 'Due date', description: 'Due date' };
    const { fields } = extract('Due date: 15 December', { due });
    expect(fields[0]).toMatchObject({ value: null, reason: { code: 'wrong_type' } });
  });
});

const NAMES = ['owner', 'due_date', 'fee', 'version', 'contact', 'room', 'reference', 'retention'];
const SCALARS = [
  { type: 'string' },
  { type: 'string', format: 'date' },
  { type: 'string', format: 'duration' },
  { type: 'string', format: 'email' },
  { type: 'string', pattern: '^[A-Z]{2,3}-\\d{1,3}$' },
  { type: 'string', enum: ['draft', 'in force'] },
  { type: 'number', description: 'Amount in GBP' },
  { type: 'integer' },
  { type: 'boolean' },
];
const PIECES = [
  'Owner: People Line. ',
  'Due date: 5 May 2026\n',
  'Fee – £1,200.50\n',
  'Version 7.3, in force. ',
  'Contact: people@northmere.example\n',
  'Room: Helm; Seats: 24; Video: yes\n',
  '| a | b |\n| - | - |\n| Fee | £5 |\n',
  'Keep it for ten working days, or 3 weeks; see HR-12. ',
  '# Retention\n\n',
  '\u00a0\u200b…\r\n',
  '𝒜 ﬁ ',
];
const field = fc.record({ name: fc.constantFrom(...NAMES), schema: fc.constantFrom(...SCALARS) });

/** A value reads out of its span, and is its very words where that is said; a missing one has no span. */
function standsThere(
  { value, verdict, spans, path }: ExtractedField,
  of: { readonly fields: readonly Field[]; readonly source: ReturnType<typeof open> },
): boolean {
  const [span] = spans;
  if (value === null) return span === undefined && verdict === 'missing';
  const field = listScalars(of.fields).find((one) => one.path === path);
  if (field === undefined || span === undefined) return false;
  const isQuoted = of.source.text.slice(span.char_start, span.char_end) === span.quote;
  const isVerbatim = verdict !== 'verbatim' || String(value) === span.quote;
  return (
    isQuoted && isVerbatim && verifyValue(field, { value, quote: span.quote }, [of.source]) !== null
  );
}

describe('a schema', () => {
  it.each([
    [{ type: 'number', minimum: 10, maximum: 1 }, '/schema/properties/sought/minimum'],
    [{ type: 'string', minLength: 10, maxLength: 1 }, '/schema/properties/sought/minLength'],
  ])('that no value can meet is refused: %o', (sought, path) => {
    let refused: unknown = null;
    try {
      fieldsOf({ sought });
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code: 'invalid_value', fields: [{ path }] });
  });
});

describe('whatever the text and the schema', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 12 })), { maxLength: 14 })
    .map((pieces) => pieces.join(''));
  const schema = fc
    .array(field, { minLength: 1, maxLength: 6 })
    .map((fields) => Object.fromEntries(fields.map(({ name, schema }) => [name, schema])));

  it('a value has a span that reads as it, and a missing one has none and a reason', () => {
    fc.assert(
      fc.property(text, schema, (content, properties) => {
        const source = open(content);
        const fields = fieldsOf(properties);
        const found = extractFields(fields, [source]).fields;
        const misread = found.filter((one) => !standsThere(one, { fields, source }));
        expect(misread).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('the same text and schema give the same', () => {
    fc.assert(
      fc.property(text, schema, (content, properties) => {
        expect(extract(content, properties)).toEqual(extract(content, properties));
      }),
      { numRuns: 40 },
    );
  });
});
