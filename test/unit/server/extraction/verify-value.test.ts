import { describe, expect, it } from 'vitest';
import { openText } from '../../../../server/extraction/extract-fields.ts';
import { listScalars } from '../../../../server/extraction/field.ts';
import { readSchema } from '../../../../server/extraction/read-schema.ts';
import { verifyValue } from '../../../../server/extraction/verify-value.ts';

const TEXT =
  'Owned by  the People\nLine since 5 May 2026. A place costs £1,200 and is kept for two weeks.';
const source = openText({ documentId: null, documentVersion: null, text: TEXT });

function verify(schema: object, value: string | number | boolean, quote: string | null = null) {
  const [field] = listScalars(readSchema({ type: 'object', properties: { field: schema } }));
  if (field === undefined) throw new Error('There is a field.');
  const found = verifyValue(field, { value, quote }, [source]);
  return found === null ? null : [TEXT.slice(found.start, found.end), found.normalisation];
}

describe('a claimed value', () => {
  it('is found verbatim, but for white space, and in another case', () => {
    expect(verify({ type: 'string' }, 'place')).toEqual(['place', null]);
    expect(verify({ type: 'string' }, 'the People Line')).toEqual([
      'the People\nLine',
      'white_space',
    ]);
    expect(verify({ type: 'string' }, 'owned by')).toEqual(['Owned by', 'letter_case']);
  });

  it('is found where the text reads as it', () => {
    expect(verify({ type: 'string', format: 'date' }, '2026-05-05')).toEqual([
      '5 May 2026',
      'date',
    ]);
    expect(verify({ type: 'number' }, 1200)).toEqual(['£1,200', 'money']);
    expect(verify({ type: 'string', format: 'duration' }, 'P2W')).toEqual([
      'two weeks',
      'duration',
    ]);
  });

  it('is not found where it does not stand, is cut from a word, or is of another pattern', () => {
    expect(verify({ type: 'string' }, 'Pension Board')).toBeNull();
    expect(verify({ type: 'string' }, 'lace')).toBeNull();
    expect(verify({ type: 'number' }, 1300)).toBeNull();
    expect(verify({ type: 'string', pattern: '^[A-Z]{2}$' }, 'place')).toBeNull();
  });

  it('has to stand in the words that are quoted, which have to stand in the text', () => {
    const number = { type: 'number' };
    expect(verify(number, 1200, 'A place costs £1,200')).toEqual(['£1,200', 'money']);
    expect(verify(number, 1200, 'kept for two weeks')).toBeNull();
    expect(verify(number, 1200, 'A seat costs £1,200')).toBeNull();
  });
});
