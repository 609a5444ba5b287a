import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSensitive } from '../../../../server/routing/detect-sensitive.ts';

function found(text: string): readonly (readonly [string, string])[] {
  return detectSensitive(text).entities.map((entity) => [
    entity.type,
    text.slice(entity.char_start, entity.char_end),
  ]);
}

describe('a valid value', () => {
  it.each([
    ['payment_card', '4111 1111 1111 1111'],
    ['payment_card', '4111-1111-1111-1111'],
    ['payment_card', '4111111111111111'],
    ['payment_card', '3782 822463 10005'],
    ['payment_card', '6011000990139424'],
    ['iban', 'DE89 3704 0044 0532 0130 00'],
    ['iban', 'DE89370400440532013000'],
    ['iban', 'gb29 nwbk 6016 1331 9268 19'],
    ['iban', 'CH93 0076 2011 6238 5295 7'],
    ['iban', 'NO93 8601 1117 947'],
    ['us_ssn', '536-90-4399'],
    ['secret', 'sk-abcdefghijklmnop123456'],
    ['secret', 'ghp_abcdefghijklmnopqrst0123'],
    ['secret', 'AKIAIOSFODNN7EXAMPLE'],
    ['secret', '-----BEGIN RSA PRIVATE KEY-----'],
    ['secret', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N'],
    ['email', 'jo.smith+hr@bank.example.co.uk'],
    ['phone', '+44 20 7946 0958'],
    ['phone', '(555) 123-4567'.slice(1)],
  ])('of %s is found where it stands: %s', (type, value) => {
    expect(found(value)).toEqual([[type, value]]);
    expect(found(`What about ${value}?`)).toEqual([[type, value]]);
    expect(found(`Why: "${value}".`)).toEqual([[type, value]]);
  });

  it.each([
    ['4111 1111 1111 1111', '4111 1111 1111 1111 12/27'],
    ['4111 1111 1111 1111', 'cards 12 4111 1111 1111 1111'],
    ['4111 1111 1111 1111', '1234 4111 1111 1111 1111 and 99'],
    ['DE89 3704 0044 0532 0130 00', 'to DE89 3704 0044 0532 0130 00 and then to me'],
    ['DE89370400440532013000', 'form AB12 says DE89370400440532013000 is mine'],
    ['+44 20 7946 0958', 'Call +44 20 7946 0958.'],
  ])('is told from the words and numbers around it: %s', (value, text) => {
    expect(found(text).map(([, match]) => match)).toContain(value);
  });

  it('is found twice when there are two', () => {
    expect(found('4111 1111 1111 1111 5500 0000 0000 0004')).toEqual([
      ['payment_card', '4111 1111 1111 1111'],
      ['payment_card', '5500 0000 0000 0004'],
    ]);
  });
});

describe('a value of one country', () => {
  it.each([
    ['us_itin', '912-70-1234'],
    ['uk_nino', 'AB 12 34 56 C'],
    ['es_nif', '12345678Z'],
    ['es_nif', 'X1234567L'],
    ['it_codice_fiscale', 'RSSMRA85T10A562S'],
    ['se_personnummer', '811218-9876'],
    ['fr_nir', '1 85 05 78 006 084 91'],
  ])('is told by its form and checksum: %s', (type, value) => {
    expect(found(`Here: ${value}.`)).toEqual([[type, value]]);
  });

  it.each([
    ['uk_nhs_number', 'my NHS number is', '943 476 5919'],
    ['de_tax_id', 'Steuer-ID', '86095742719'],
    ['pl_pesel', 'PESEL:', '44051401359'],
    ['nl_bsn', 'BSN', '111222333'],
    ['in_aadhaar', 'Aadhaar number', '2341 2341 2346'],
    ['aba_routing', 'routing number', '021000021'],
    ['swift_bic', 'the SWIFT code is', 'DEUTDEFF500'],
    ['us_ssn', 'social security number', '536904399'],
    ['date_of_birth', 'born on', '3 May 1984'],
    ['date_of_birth', 'date of birth', '1984-05-03'],
    ['passport', 'passport', 'C01X00T47'],
    ['driver_licence', "my driver's license number is", 'F162823540116'],
    ['employee_id', 'employee ID', 'E-20417'],
    ['phone', 'call me on', '450 0840'],
    ['phone', 'my fax is', '3660170548'],
  ])('needs words that say so: %s after "%s"', (type, words, value) => {
    expect(found(`Please note, ${words} ${value} if that helps`)).toEqual([[type, value]]);
    expect(found(`Box ${value} arrived`).map(([name]) => name)).not.toContain(type);
  });

  it.each([
    ['ip_address', '41.173.96.26'],
    ['ip_address', '2001:db8:0:1:1:1:1:1'],
    ['mac_address', '3c:22:fb:0a:91:7e'],
    ['payment_card', '3530111333300000'],
  ])('stands in a log line: %s', (type, value) => {
    expect(found(`10:30:12 INFO client=${value} accepted`)).toEqual([[type, value]]);
  });
});

describe('a disguise', () => {
  it.each([
    ['payment_card', '4111\u200b111111111111'],
    ['payment_card', '４１１１１１１１１１１１１１１１'],
    ['payment_card', '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1'],
    ['payment_card', '4111.1111.1111.1111'],
    ['payment_card', '٤١١١١١١١١١١١١١١١'],
    ['email', 'jo.smith at bank dot com'],
    ['email', 'jo.smith [at] bank.com'],
    ['secret', btoa('key = sk-abcdefghijklmnop123456 of the API')],
    ['payment_card', btoa('the card is 4111 1111 1111 1111 as it is here')],
    ['payment_card', toHexadecimal('card 4111111111111111')],
  ])('is seen through: %s in %s', (type, value) => {
    expect(found(`Take ${value} please`)).toEqual([[type, value]]);
  });
});

describe('a value that was copied from elsewhere', () => {
  it.each([
    ['iban', 'DE89\n3704 0044 0532 0130 00'],
    ['iban', 'DE89  3704  0044  0532  0130  00'],
    ['iban', 'DE89/3704/0044/0532/0130/00'],
    ['iban', 'GB29,NWBK,6016,1331,9268,19'],
    ['payment_card', '4111\n1111\n1111\n1111'],
    ['payment_card', '4111  1111  1111  1111'],
    ['payment_card', '4111 - 1111 - 1111 - 1111'],
    ['payment_card', '4111 1111\n1111 1111'],
    ['payment_card', '3782\n822463\n10005'],
    ['email', 'jörg.müller@büro.example'],
    ['email', 'иван@пример.рф'],
    ['email', 'jo.smith @ bank.com'],
  ])('is found whatever stands between its groups: %s in %j', (type, value) => {
    expect(found(`Take ${value} please`)).toEqual([[type, value]]);
  });

  it.each([
    ['payment_card', '4111111111111111', 'Visa4111111111111111'],
    ['payment_card', '4111111111111111', 'card no.4111111111111111exp12/27'],
    ['iban', 'DE89370400440532013000', 'IBANDE89370400440532013000'],
  ])('is found beside the word that names it: %s', (type, value, text) => {
    expect(found(text)).toEqual([[type, value]]);
  });

  it.each([
    ['swift_bic', 'BIC', 'DEUTDEFF'],
    ['bank_account', 'sort code', '20-00-00'],
    ['bank_account', 'account number', '55779911'],
    ['bank_account', 'Kontonummer:', '1234567890'],
    ['date_of_birth', 'geboren am', '3. März 1984'],
    ['date_of_birth', 'née le', '1er août 1984'],
    ['date_of_birth', 'nació el', '3 de marzo de 1984'],
    ['phone', 'Ruf mich an:', '0151 23456789'],
    ['phone', 'mon portable est le', '0612345678'],
    ['phone', 'chiamami al', '333 1234567'],
  ])('is known by its words: %s after "%s"', (type, words, value) => {
    expect(found(`${words} ${value}`)).toEqual([[type, value]]);
  });
});

describe('a look-alike', () => {
  it.each([
    ['a column of years', 'the rows 2020\n2021\n2022\n2023'],
    ['years', 'the years 2024 2025 2026'],
    ['a word in capitals', 'the SWIFT and BIC OVERVIEW'],
    ['a card number with a wrong check digit', '4111 1111 1111 1112'],
    ['a number that no issuer uses', '1234567812345670'],
    ['an IBAN with a wrong check digit', 'DE88 3704 0044 0532 0130 00'],
    ['an IBAN of the wrong length', 'DE89 3704 0044 0532 0130'],
    ['a word with hyphens', 'the skills-and-experience-2024 form'],
    ['a package', 'pkg-config-version-2-something'],
    ['a date', 'on 2026-03-01 at 10.30'],
    ['a form', 'form HR-114'],
    ['an error', 'error VPN-4031'],
    ['an address of a machine', '10.20.30.40'],
    ['an amount', '£1,250.00 in 2026'],
    ['an at sign', 'meet @ 10'],
    ['a place and a time', 'the meeting at ten and the dot on the map'],
    ['an order number', 'order number 5550142993'],
    ['a time of day', 'the run at 10:30:12'],
    ['a version', 'version 1.2.3.4'],
  ])('is left alone: %s', (_what, text) => {
    expect(detectSensitive(`Where is ${text}?`)).toEqual({
      entities: [],
      classification: 'public',
    });
  });
});

describe('detectSensitive', () => {
  it.each([
    'The printer shows error AB 12 34 56 C.',
    'It stops with error code AB123456C again.',
    'Code: AB123456C',
    'The code is "AB123456C".',
  ])('takes no code of an error for a national insurance number: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it.each([
    'There is an error in my record: AB123456C',
    'My national insurance code is AB123456C.',
    'My tax code is AB123456C.',
    'The error concerns AB123456C.',
  ])('still finds a national insurance number beside such words: %s', (text) => {
    expect(found(text)).toEqual([['uk_nino', 'AB123456C']]);
  });

  it('takes an area that no social security number has for a telephone number at most', () => {
    expect(found('666-12-3456')).toEqual([['phone', '666-12-3456']]);
  });

  it('takes the class of the most sensitive entity', () => {
    expect(detectSensitive('Mail jo@bank.example').classification).toBe('internal');
    expect(detectSensitive('Mail jo@bank.example 4111111111111111').classification).toBe(
      'restricted',
    );
  });

  it('counts a stretch once, and orders what it finds by place', () => {
    const { entities } = detectSensitive('jo@bank.example, 536-90-4399, 4111 1111 1111 1111');

    expect(entities.map((entity) => entity.type)).toEqual(['email', 'us_ssn', 'payment_card']);
  });

  it('keeps offsets inside any text, without overlaps', () => {
    const piece = fc.constantFrom(
      '4111 1111 ',
      '1111',
      '-',
      ' ',
      'DE89',
      '3704',
      'a@b.c',
      '+44',
      '.',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const entity of detectSensitive(text).entities) {
          expect(entity.char_start).toBeGreaterThanOrEqual(end);
          expect(entity.char_end).toBeGreaterThan(entity.char_start);
          end = entity.char_end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('finds every card that passes the check of Luhn, however it is grouped', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 14, maxLength: 14 });
    fc.assert(
      fc.property(digits, fc.constantFrom('', ' ', '-'), (tail, gap) => {
        const number = withCheckDigit(`4${tail.join('')}`);
        const grouped = number.match(/.{4}/g)?.join(gap) ?? '';
        expect(found(`${grouped} 12/27`)[0]).toEqual(['payment_card', grouped]);
      }),
    );
  });

  it.each([
    ['digits', '1 '.repeat(4_000)],
    ['digits without a gap', '4'.repeat(8_000)],
    ['letters that begin like an IBAN', 'AB12 cdef '.repeat(800)],
    ['the start of an address', 'a.'.repeat(4_000)],
    ['the start of a token', 'eyJ'.repeat(2_666)],
    ['the start of streets', `My address is ${'12 Long Name Of '.repeat(500)}`],
    ['conditions without a person', 'burn-out stroke '.repeat(500)],
  ])('reads the longest question to its end: %s', (_what, text) => {
    // A pattern that goes back and forth would outlast the time that a test is given.
    const end = detectSensitive(text).entities.at(-1)?.char_end ?? 0;
    expect(end).toBeLessThanOrEqual(text.length);
  });
});

function withCheckDigit(payload: string): string {
  const sum = Array.from(payload)
    .toReversed()
    .reduce((total, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return `${payload}${(10 - (sum % 10)) % 10}`;
}

function toHexadecimal(text: string): string {
  return Array.from(text, (character) => character.charCodeAt(0).toString(16)).join('');
}
