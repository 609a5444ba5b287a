import { describe, expect, it } from 'vitest';
import { SessionNames } from '../../../../db/embedded/session-names.ts';
import { encodeMessage, encodeText } from '../../../../db/embedded/wire-messages.ts';

const text = encodeText;
const rest = Buffer.from([0, 0]);
const kind = (letter: string) => Buffer.from(letter);

describe('SessionNames', () => {
  it.each([
    ['parse', encodeMessage('P', text('find'), text('select 1'), rest)],
    ['describe', encodeMessage('D', kind('S'), text('find'))],
    ['describe', encodeMessage('D', kind('P'), text('find'))],
    ['close', encodeMessage('C', kind('S'), text('find'))],
    ['execute', encodeMessage('E', text('find'), Buffer.alloc(4))],
  ])('prefixes the name in %s', (_, message) => {
    const translated = new SessionNames(7).translate(message);
    expect(translated.toString('latin1')).toContain('s7_find\0');
    expect(translated.readInt32BE(1)).toBe(translated.length - 1);
  });

  it('prefixes portal and statement in bind', () => {
    const translated = new SessionNames(7).translate(
      encodeMessage('B', text('cursor'), text('find'), rest),
    );
    expect(translated).toEqual(encodeMessage('B', text('s7_cursor'), text('s7_find'), rest));
  });

  it.each([
    ['parse', encodeMessage('P', text(''), text('select 1'), rest)],
    ['bind', encodeMessage('B', text(''), text(''), rest)],
    ['describe', encodeMessage('D', kind('P'), text(''))],
    ['execute', encodeMessage('E', text(''), Buffer.alloc(4))],
    ['query', encodeMessage('Q', text('find'))],
    ['sync', encodeMessage('S')],
    ['a malformed bind', encodeMessage('B')],
  ])('leaves %s without a name as it is', (_, message) => {
    expect(new SessionNames(7).translate(message)).toEqual(message);
  });

  it('remembers the statements that are prepared and not closed', () => {
    const names = new SessionNames(7);
    names.translate(encodeMessage('P', text('one'), text('select 1'), rest));
    names.translate(encodeMessage('P', text('two'), text('select 2'), rest));
    names.translate(encodeMessage('P', text(''), text('select 3'), rest));
    names.translate(encodeMessage('C', kind('P'), text('one')));
    names.translate(encodeMessage('C', kind('S'), text('two')));
    expect([...names.statements]).toEqual(['s7_one']);
  });
});
