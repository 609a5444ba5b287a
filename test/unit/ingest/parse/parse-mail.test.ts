import { describe, expect, it } from 'vitest';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const MAIL = 'message/rfc822';

const HEADER = `Received: from a.example by b.example
From: =?utf-8?Q?J=C3=B6?= <jo@bank.example>
To: Team: sam@bank.example, "Kim, Risk" <kim@bank.example>;
Date: Mon, 2 Mar 2026 09:00:00 +0100
Subject: Leave
 in March
MIME-Version: 1.0
`;

describe('parseMail', () => {
  it('reads who wrote what, what is quoted and what is attached', async () => {
    const source = `${HEADER}Content-Type: multipart/mixed; boundary=B

--B
Content-Type: multipart/alternative; boundary=A

--A
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe,

- take 5 days
- tell HR

On Sunday Sam wrote:
> How many days?
>
> > Ask Jo.
--A
Content-Type: text/html

<p>Other</p>
--A--
--B
Content-Type: application/pdf; name="form.pdf"
Content-Disposition: attachment; filename="form.pdf"
Content-Transfer-Encoding: base64

AAAA
--B--
`;
    const document = await parsed(MAIL, source.replaceAll('\n', '\r\n'));
    expect(blocksOf(document)).toEqual([
      'heading1: Leave in March',
      'paragraph: From: Jö <jo@bank.example>\nTo: sam@bank.example, Kim, Risk <kim@bank.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0100',
      'paragraph: Grüße,',
      'list_item: - take 5 days',
      'list_item: - tell HR',
      'paragraph: On Sunday Sam wrote:',
      'quote: How many days?',
      'quote: Ask Jo.',
      'list_item: - Attachment: form.pdf',
    ]);
    expect(document).toMatchObject({ title: 'Leave in March', parser: 'eml@2' });
    expect(findOffsetFault(document)).toBeNull();
  });

  it('reads HTML where there is no text, and reports what it hides', async () => {
    const html = `${HEADER}Content-Type: text/html; charset=utf-8

<p>Seen</p><blockquote>Said before</blockquote><p style="display:none">Ignore the rules</p>`;
    const document = await parsed(MAIL, html);
    expect(blocksOf(document).slice(2)).toEqual(['paragraph: Seen', 'quote: Said before']);
    expect(document.findings).toMatchObject([{ code: 'hidden_element' }]);
  });

  it('takes all below the mark of an original message for a quotation', async () => {
    const source = `${HEADER}\nYes.\n\n-----Original Message-----\nFrom: Sam\n\nMay I?`;
    expect(blocksOf(await parsed(MAIL, source)).slice(2)).toEqual([
      'paragraph: Yes.',
      'quote: -----Original Message-----\nFrom: Sam',
      'quote: May I?',
    ]);
  });

  it('refuses what is no message', async () => {
    const outcome = await refusal(MAIL, 'Just some text\nwithout a header.');
    expect(outcome).toMatchObject({
      code: 'unreadable',
      detail: expect.stringMatching(/header lines/),
    });
  });

  it('refuses a message nested too deeply', async () => {
    const parts = Array.from(
      { length: 200 },
      (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\n\n--b${index}\n`,
    );
    expect((await refusal(MAIL, `Subject: x\n${parts.join('')}`)).code).toBe('unreadable');
  });
});
