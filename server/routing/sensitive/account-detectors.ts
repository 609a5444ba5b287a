import { passesLuhn, remainderBy97, weighDigits } from './checksums.ts';
import { codeOf, digitsOf, type Detector } from './detector.ts';

/** Each country of the IBAN registry with the length of its numbers. */
const IBAN_LENGTHS: ReadonlySet<string> = new Set(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 ' +
    'QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  ).split(' '),
);
const ABA_WEIGHTS = [3, 7, 1, 3, 7, 1, 3, 7, 1] as const;
const LONG_NUMBER = /\d(?:[ ./_-]?\d){11}/;
/** A number may stand right behind what it is called, and right before what belongs to it. Looking back is dear, so patterns look ahead first. */
const BEGIN = '(?:(?<![A-Za-z0-9])|(?<=visa|mastercard|maestro|amex|card|iban|number|nr|no))';
const END = '(?:(?![A-Za-z0-9])|(?=exp|cvv|cvc|valid|bic))';
/** Where a number is copied out of a form, a table or two lines; then its groups have to be those that are printed. */
const APART = String.raw`[\s./_,*-]{1,3}`;
const GROUPED_CARD = String.raw`\d{4}(?:${APART}\d{4}){3}|\d{4}${APART}\d{6}${APART}\d{5}`;
const GROUPED_IBAN = String.raw`[A-Z]{2} ?\d{2}(?:${APART}[A-Z0-9]{4}){2,7}(?:${APART}[A-Z0-9]{1,4})?`;
const YEARS = /^(?:(?:19|20)\d{2}){4}$/;
/** Large ones whose banks have no IBANs. */
const OTHER_COUNTRIES =
  'AR AU BD BO CA CL CN CO EC HK ID IN JP KE KR LK MA MX MY NG NZ PA PE PH SG TH TW US UY VN ZA';
const BANK_COUNTRIES: ReadonlySet<string> = new Set([
  ...Array.from(IBAN_LENGTHS, (entry) => entry.slice(0, 2)),
  ...OTHER_COUNTRIES.split(' '),
]);
const SORT_CODE = /sort[ -]?code/i;
const ACCOUNT =
  /(?:\baccounts?|\bacct\.?|\ba\/c) ?(?:number|no\b|nr\b|#)|konto-?(?:nummer|nr)|n[úu]mero de (?:la )?cuenta|num[ée]ro de compte|numero di conto|rekeningnummer/i;

export const ACCOUNT_DETECTORS: readonly Detector[] = [
  {
    type: 'payment_card',
    minDigits: 12,
    classification: 'restricted',
    score: 1,
    pattern: new RegExp(String.raw`(?=\d)${BEGIN}\d(?:[ ./_-]?\d){11,18}${END}`, 'gi'),
    mayOccur: LONG_NUMBER,
    isValid: (value) => isPaymentCard(digitsOf(value)),
  },
  {
    type: 'payment_card',
    minDigits: 4,
    classification: 'restricted',
    score: 1,
    pattern: new RegExp(String.raw`(?=\d)${BEGIN}(?:${GROUPED_CARD})${END}`, 'gi'),
    mayOccur: new RegExp(String.raw`\d{4}${APART}\d{4}`),
    isValid: (value) => isPaymentCard(digitsOf(value)) && !YEARS.test(digitsOf(value)),
  },
  {
    type: 'iban',
    minDigits: 2,
    classification: 'restricted',
    score: 1,
    pattern: new RegExp(
      String.raw`(?=[A-Z]{2}[ .-]?\d)${BEGIN}[A-Z]{2}[ .-]?\d[ .-]?\d(?:[ .-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])`,
      'gi',
    ),
    mayOccur: /[A-Z]{2}[ .-]?\d[ .-]?\d/i,
    isValid: (value) => isIban(codeOf(value)),
  },
  {
    type: 'iban',
    minDigits: 2,
    classification: 'restricted',
    score: 1,
    pattern: new RegExp(
      String.raw`(?=[A-Z]{2} ?\d)${BEGIN}(?:${GROUPED_IBAN})(?![A-Za-z0-9])`,
      'gi',
    ),
    mayOccur: new RegExp(String.raw`[A-Z]{2} ?\d{2}${APART}[A-Z0-9]{4}`, 'i'),
    isValid: (value) => isIban(codeOf(value)),
  },
  {
    type: 'aba_routing',
    minDigits: 9,
    classification: 'restricted',
    score: 0.9,
    pattern: /(?<![\w.-])\d{4}[ -]?\d{4}[ -]?\d(?![\w-])/g,
    mayOccur: /rout|\baba\b|\brtn\b|transit/i,
    context: /rout(?:ing|e)|\baba\b|\brtn\b|transit/i,
    isValid: (value) => weighDigits(digitsOf(value), ABA_WEIGHTS) % 10 === 0,
  },
  {
    type: 'swift_bic',
    minDigits: 0,
    classification: 'confidential',
    score: 0.7,
    pattern: /(?<![A-Za-z0-9])[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])/g,
    mayOccur: /swift|\bbic\b/i,
    context: /swift|\bbic\b/i,
    isValid: (value) => BANK_COUNTRIES.has(value.slice(4, 6)),
  },
  {
    type: 'bank_account',
    minDigits: 6,
    classification: 'restricted',
    score: 0.8,
    pattern: /(?<![\w.-])(?:\d{2}[ -]\d{2}[ -]\d{2}|\d{6})(?![\w-]|\.\d)/g,
    mayOccur: SORT_CODE,
    context: SORT_CODE,
    isValid: () => true,
  },
  {
    type: 'bank_account',
    minDigits: 7,
    classification: 'restricted',
    score: 0.8,
    pattern: /(?<![\w.-])\d(?:[ -]?\d){6,11}(?![\w-]|\.\d)/g,
    mayOccur: ACCOUNT,
    context: ACCOUNT,
    isValid: () => true,
  },
];

/** Short or old numbers that begin otherwise than most: Maestro with 12 digits, JCB with 15. */
const SPECIAL_CARD = /^(?:(?:50|5[6-9]|6|0604)\d{10,17}|(?:1800|2131)\d{11})$/;
const MIN_CARD_DIGITS = 13;

/** Luhn's checksum, and first digits that card issuers use. */
function isPaymentCard(digits: string): boolean {
  const isOrdinary = digits.length >= MIN_CARD_DIGITS && /^[2-6]/.test(digits);
  if (!isOrdinary && !SPECIAL_CARD.test(digits)) return false;
  return digits.length <= 19 && !/^(\d)\1+$/.test(digits) && passesLuhn(digits);
}

/** ISO 13616: the country's length, and a remainder by 97 of the rearranged digits of 1. */
function isIban(text: string): boolean {
  if (!IBAN_LENGTHS.has(`${text.slice(0, 2)}${text.length}`)) return false;
  return remainderBy97(text.slice(4) + text.slice(0, 4)) === 1;
}
