import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../ingest/parse/decode-text.ts';
import { parsed, refusal } from './parse-bytes.ts';

const POLISH = 'Zażółć gęślą jaźń. Pracownicy otrzymują urlop zgodnie z kodeksem pracy.';
const RUSSIAN = 'Привет, мир. Отпуск сотрудников составляет 28 дней.';
const JAPANESE = '従業員は年に二十五日の休暇を取得できます。事前に申請してください。';
const CHINESE = '员工每年有二十五天的假期。请提前申请。';
const TRADITIONAL = '員工每年有二十五天的假期。請提前申請。';

/** The bytes of a text in an encoding that the platform can only decode, found by decoding every one. */
function encode(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const codes = new Map<string, readonly number[]>();
  for (let lead = 0; lead < 256; lead += 1) {
    codes.set(decoder.decode(new Uint8Array([lead])), [lead]);
    for (let trail = lead > 0x80 ? 0x40 : 256; trail < 256; trail += 1) {
      const character = decoder.decode(new Uint8Array([lead, trail]));
      if (character.length === 1 && !codes.has(character)) codes.set(character, [lead, trail]);
    }
  }
  return new Uint8Array(Array.from(text).flatMap((character) => codes.get(character) ?? []));
}

describe('decodeText', () => {
  it.each([
    ['windows-1250', POLISH],
    ['iso-8859-2', POLISH],
    ['windows-1251', RUSSIAN],
    ['koi8-r', RUSSIAN],
    ['iso-8859-5', RUSSIAN],
    ['iso-8859-7', 'Η άδεια των εργαζομένων είναι είκοσι πέντε ημέρες.'],
    ['windows-1254', 'Çalışanların yıllık izni yirmi beş gündür. Şirket ödeme yapar.'],
    ['shift_jis', JAPANESE],
    ['euc-jp', JAPANESE],
    ['gb18030', CHINESE],
    ['big5', TRADITIONAL],
    ['euc-kr', '직원은 연간 이십오 일의 휴가를 받을 수 있습니다.'],
  ])('tells %s by its bytes', (encoding, text) => {
    expect(decodeText(encode(text, encoding))).toBe(text);
  });

  it('reads Western text with its quotation marks and the euro sign', () => {
    const bytes = Buffer.from('L\x92\xe9t\xe9 co\xfbte 20 \x80, vraiment.', 'latin1');
    expect(decodeText(bytes)).toBe('L’été coûte 20 €, vraiment.');
    expect(decodeText(Buffer.from('Gr\xfc\xdfe', 'latin1'))).toBe('Grüße');
  });

  it('finds the encoding where the foreign letters come late', () => {
    const english = 'Annual leave is twenty-five days.\n'.repeat(5_000);
    const text = `${english}${RUSSIAN}`;
    expect(decodeText(encode(text, 'windows-1251'))).toBe(text);
  });

  it.each(['Grüße aus Köln', 'Leave', 'Отпуск 28 дней, 10 недель'])(
    'reads %s in UTF-16 with and without a byte order mark',
    (text) => {
      const little = Buffer.from(text, 'utf16le');
      const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
      expect(decodeText(marked)).toBe(text);
      expect(decodeText(Buffer.from(marked).swap16())).toBe(text);
      if (/[А-я]/.test(text)) return;
      expect(decodeText(little)).toBe(text);
      expect(decodeText(Buffer.from(little).swap16())).toBe(text);
    },
  );

  it('names the line of damaged UTF-8 rather than guess', async () => {
    const bytes = Buffer.concat([Buffer.from('Grüße Köln\nzwei ü '), Buffer.from([0xfc])]);
    const outcome = await refusal('text/plain', bytes);
    expect(outcome.code).toBe('invalid_encoding');
    expect(outcome.detail).toContain('line 2');
  });

  it('refuses binary files', async () => {
    const bytes = new Uint8Array(5_000).map((_, index) => (index * 7_919) % 251);
    const outcome = await refusal('text/plain', bytes);
    expect(outcome.code).toBe('invalid_encoding');
    expect(outcome.detail).toMatch(/binary/);
  });

  it('does not take a byte order mark at its word when it says what is wrong', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x0a, 0x00, 0x00, 0xd8, 0x41]);
    const outcome = await refusal('text/plain', bytes);
    expect(outcome.code).toBe('invalid_encoding');
    expect(outcome.detail).toBe(
      'The file begins with the byte order mark of UTF-16LE, but line 2 holds bytes that are not UTF-16LE: it is damaged, binary or in another encoding. Save the file as UTF-8 and send it again.',
    );
  });

  it.each(['text/csv', 'text/markdown', 'text/html', 'text/x-source'] as const)(
    'reads %s in an older encoding',
    async (mime) => {
      const bytes = encode(`<p>${RUSSIAN}</p>`, 'windows-1251');
      expect((await parsed(mime, bytes)).text).toContain('Отпуск сотрудников');
    },
  );

  it('believes what XML declares over what is likely', async () => {
    const source = '<?xml version="1.0" encoding="windows-1251"?><p>Да</p>';
    expect((await parsed('text/html', encode(source, 'windows-1251'))).text).toBe('Да');
  });
});
