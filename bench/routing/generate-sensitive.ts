import { remainderBy97 } from '../../server/routing/sensitive/checksums.ts';

export interface SensitiveSample {
  readonly type: string;
  readonly evasion: string;
  readonly text: string;
}

type Random = () => number;

const PLAIN_CARRIERS = [
  'Please note that my {name} is {value}, thanks.',
  '{name}: {value}',
  '{"{name}": "{value}", "active": true}',
  'id;{name};city\n7;{value};Leeds',
  '| {name} | {value} |\n| --- | --- |',
  '2026-03-01 10:30:12 INFO {name}={value} accepted',
  'const record = { field: "{name}", content: \'{value}\' };',
] as const;
const EACH = 40;
const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Made-up values with right check digits in sentences, JSON, CSV, tables, logs and code; and disguised. */
export function generateSensitive(random: Random): readonly SensitiveSample[] {
  const kinds = listKinds(random);
  return Object.entries(kinds).flatMap(([type, { names, make }]) =>
    Array.from({ length: EACH }, (_, at): readonly SensitiveSample[] => {
      const value = make();
      const carrier = PLAIN_CARRIERS[at % PLAIN_CARRIERS.length] ?? '';
      const name = names[Math.floor(random() * names.length)] ?? '';
      const put = (written: string) =>
        carrier.replace('{name}', name).replace('{value}', () => written);
      const isNumber = /^[\d -]+$/.test(value);
      return [
        { type, evasion: 'none', text: put(value) },
        { type, evasion: 'zero width', text: put(value.replace(/(...)/, '$1\u200b')) },
        { type, evasion: 'full width', text: put(widen(value)) },
        ...(type === 'payment_card' || type === 'us_ssn'
          ? [
              {
                type,
                evasion: 'spaced',
                text: put(Array.from(value.replace(/\D/g, '')).join(' ')),
              },
              { type, evasion: 'dotted', text: put(dot(value)) },
            ]
          : []),
        ...(type === 'email'
          ? [
              {
                type,
                evasion: 'spelt out',
                text: put(value.replace('@', ' at ').replaceAll('.', ' dot ')),
              },
              { type, evasion: 'bracketed', text: put(value.replace('@', ' [at] ')) },
            ]
          : []),
        ...(isNumber || type === 'secret' || type === 'iban'
          ? [{ type, evasion: 'base64', text: put(btoa(`${name} = ${value} is the value`)) }]
          : []),
      ];
    }).flat(),
  );
}

function listKinds(random: Random) {
  const digit = () => String(Math.floor(random() * 10));
  const digits = (count: number) => Array.from({ length: count }, digit).join('');
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const until = (make: () => string, isRight: (value: string) => boolean) => {
    let value = make();
    while (!isRight(value)) value = make();
    return value;
  };
  const letter = () => String.fromCharCode(97 + Math.floor(random() * 26));
  const word = (length: number) => Array.from({ length }, letter).join('');
  const token = (length: number) =>
    Array.from({ length }, () =>
      random() < 0.4 ? digit() : random() < 0.5 ? letter() : letter().toUpperCase(),
    ).join('');
  const date = () => {
    const two = (least: number, most: number) =>
      String(least + Math.floor(random() * (most - least + 1))).padStart(2, '0');
    return { year: two(40, 99), month: two(1, 12), day: two(1, 28) };
  };
  return {
    payment_card: {
      names: ['card', 'card_number', 'value'],
      make: () => group(luhn(`4${digits(14)}`), pick(['', ' ', '-'])),
    },
    iban: { names: ['IBAN', 'account'], make: () => iban('DE', digits(18)) },
    us_ssn: {
      names: ['SSN', 'social security number'],
      make: () =>
        `${until(
          () => `${digit()}${digits(2)}`,
          (area) => !/^(?:000|666|9)/.test(area),
        )}-${until(
          () => digits(2),
          (part) => part !== '00',
        )}-${until(
          () => digits(4),
          (part) => part !== '0000',
        )}`,
    },
    uk_nino: {
      names: ['NI number', 'nino'],
      make: () => `AB${digits(6)}${pick(['A', 'B', 'C', 'D'])}`,
    },
    uk_nhs_number: {
      names: ['NHS number'],
      make: () => {
        const body = until(
          () => digits(9),
          (value) => nhsCheck(value) !== 10,
        );
        return `${body}${nhsCheck(body)}`;
      },
    },
    es_nif: {
      names: ['NIF', 'value'],
      make: () => {
        const number = digits(8);
        return `${number}${LETTERS[Number(number) % 23]}`;
      },
    },
    pl_pesel: {
      names: ['PESEL'],
      make: () => {
        const { year, month, day } = date();
        const body = `${year}${month}${day}${digits(4)}`;
        const sum = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3].reduce(
          (total, weight, at) => total + weight * Number(body[at]),
          0,
        );
        return `${body}${(10 - (sum % 10)) % 10}`;
      },
    },
    se_personnummer: {
      names: ['personnummer', 'value'],
      make: () => {
        const { year, month, day } = date();
        const whole = luhn(`${year}${month}${day}${digits(3)}`);
        return `${whole.slice(0, 6)}-${whole.slice(6)}`;
      },
    },
    nl_bsn: {
      names: ['BSN'],
      make: () =>
        until(
          () => digits(9),
          (value) =>
            [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce(
              (sum, weight, at) => sum + weight * Number(value[at]),
              0,
            ) %
              11 ===
            0,
        ),
    },
    fr_nir: {
      names: ['NIR', 'value'],
      make: () => {
        const { year, month } = date();
        const body = `${pick(['1', '2'])}${year}${month}75${digits(6)}`;
        return `${body}${String(97 - remainderBy97(body)).padStart(2, '0')}`;
      },
    },
    aba_routing: {
      names: ['routing number', 'ABA'],
      make: () =>
        until(
          () => `0${digits(8)}`,
          (value) =>
            [3, 7, 1, 3, 7, 1, 3, 7, 1].reduce(
              (sum, weight, at) => sum + weight * Number(value[at]),
              0,
            ) %
              10 ===
            0,
        ),
    },
    secret: {
      names: ['key', 'token'],
      make: () =>
        pick([
          `sk-${token(40)}`,
          `ghp_${token(36)}`,
          `AKIA${until(
            () => token(16).toUpperCase(),
            (value) => /^[A-Z2-7]+$/.test(value),
          )}`,
        ]),
    },
    email: { names: ['mail', 'contact'], make: () => `${word(5)}.${word(6)}@${word(7)}.com` },
    phone: {
      names: ['phone', 'mobile', 'call me on'],
      make: () =>
        pick([
          `+44 20 ${digits(4)} ${digits(4)}`,
          `(${until(
            () => digits(3),
            (area) => !area.startsWith('0'),
          )}) ${digits(3)}-${digits(4)}`,
          `0${digits(3)} ${digits(3)} ${digits(3)}`,
          `${digits(3)}-${digits(4)}`,
          `+49${digits(10)}`,
        ]),
    },
    date_of_birth: {
      names: ['date of birth', 'born on', 'DOB'],
      make: () => {
        const { year, month, day } = date();
        return pick([
          `${day}/${month}/19${year}`,
          `19${year}-${month}-${day}`,
          `${Number(day)} March 19${year}`,
        ]);
      },
    },
    ip_address: {
      names: ['client', 'address'],
      make: () => `8${digit()}.1${digits(2)}.${Number(digits(2))}.${1 + Number(digit())}`,
    },
  };
}

function luhn(body: string): string {
  const sum = Array.from(body)
    .toReversed()
    .reduce((total, one, index) => {
      const doubled = Number(one) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

function iban(country: string, account: string): string {
  const check = String(98 - remainderBy97(`${account}${country}00`)).padStart(2, '0');
  return `${country}${check}${account}`;
}

function nhsCheck(body: string): number {
  const sum = [10, 9, 8, 7, 6, 5, 4, 3, 2].reduce(
    (total, weight, at) => total + weight * Number(body[at]),
    0,
  );
  return (11 - (sum % 11)) % 11;
}

function group(number: string, gap: string): string {
  return number.match(/.{1,4}/g)?.join(gap) ?? number;
}

function widen(text: string): string {
  return text.replace(/[0-9]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
}

function dot(text: string): string {
  return group(text.replace(/\D/g, ''), '.');
}
