import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessageBody } from '../../../../core/text/message-body.ts';

describe('what a message says', () => {
  it('leaves out greeting, closing and what stands below it', () => {
    const text = 'Dear team,\n\nThe lift is stuck.\n\nKind regards,\nMia Moss\nPost Room';

    expect(readMessageBody(text)).toBe('The lift is stuck.');
  });

  it('leaves out a name and a number to call at the end without a closing', () => {
    expect(readMessageBody('the lift is stuck\nMia Moss\nN123456\next. 6021')).toBe(
      'the lift is stuck',
    );
  });

  it('reads what was forwarded without its marks and headers', () => {
    const text = [
      'Is this one of yours?',
      '',
      '> From: Mia Moss',
      '> Sent: 3 May 2026 9:14',
      '> Subject: FW: RE: lift',
      '> Hello,',
      '> it is stuck',
      '> Thanks',
      '> Mia Moss',
    ].join('\n');

    expect(readMessageBody(text)).toBe('Is this one of yours?\nlift\nit is stuck');
  });

  it('reads on below the signature of a reply, where the earlier mail begins', () => {
    expect(readMessageBody('Any news?\nCheers\nMia\n> The lift is stuck')).toBe(
      'Any news?\nThe lift is stuck',
    );
  });

  it('keeps a line that only looks like a header', () => {
    expect(readMessageBody('From: nobody knows where the noise comes')).toBe(
      'From: nobody knows where the noise comes',
    );
  });

  it.each(['Hello there', 'Thanks', 'HELP THE LIFT\nIS STUCK', 'Osprey'])(
    'keeps "%s", where nothing else is said',
    (text) => {
      expect(readMessageBody(text)).toBe(text);
    },
  );

  it('never leaves nothing of a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (text) => {
        expect(readMessageBody(text).length).toBeGreaterThan(0);
      }),
    );
  });
});
