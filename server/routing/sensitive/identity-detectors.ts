import {
  isShortDate,
  passesFiscalCode,
  passesLuhn,
  passesMod11And10,
  passesVerhoeff,
  remainderBy97,
  weighDigits,
} from './checksums.ts';
import { codeOf, digitsOf, type Detector } from './detector.ts';

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const NHS_WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2] as const;
const BSN_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1] as const;
const PESEL_WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3] as const;
/** One in ten numbers of the right length passes a single check digit: something has to say what it is. */
const IDENTITY = String.raw`\bid\b|\bidentity|identi(?:fi|te)|national|citizen|personal (?:number|code|id)|\bssn\b|social|insurance|tax(?:payer|ation)?\b|patient|medical|health`;
const SSN_CONTEXT =
  /\bssn\b|\bss ?(?:#|no\b|number)|social[ -]?sec|\bsocial\b|\bitin\b|taxpayer|\btin\b|social_security/i;
/** What a machine says has the form of a national insurance number, too. */
const CODE_OF_MACHINE =
  /(?:\berror|\bfault|(?<!\b(?:insurance|ni|national|tax|personal|identity|id|social)[ -])\bcode)(?: (?:code|number|no\.?|nr\.?|id))?(?:\s?[:=#]| is| was)?\s{0,2}["'“(]?$/i;

export const IDENTITY_DETECTORS: readonly Detector[] = [
  {
    type: 'us_ssn',
    minDigits: 9,
    classification: 'restricted',
    score: 0.8,
    pattern: /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    mayOccur: /\d{3}-\d{2}-\d{4}/,
    isValid: () => true,
  },
  {
    type: 'us_itin',
    minDigits: 9,
    classification: 'restricted',
    score: 0.8,
    pattern: /(?<![\w-])9\d{2}[- ](?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- ]\d{4}(?![\w-])/g,
    mayOccur: /9\d{2}[- ]\d{2}[- ]\d{4}/,
    isValid: () => true,
  },
  {
    type: 'us_ssn',
    minDigits: 9,
    classification: 'restricted',
    score: 0.8,
    pattern: /(?<![\w.-])\d(?:[ ._/-]?\d){8}(?![\w-]|\.\d)/g,
    mayOccur: SSN_CONTEXT,
    context: SSN_CONTEXT,
    isValid: (value) => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digitsOf(value)),
  },
  {
    type: 'uk_nino',
    minDigits: 6,
    classification: 'restricted',
    score: 0.9,
    pattern:
      /(?<![A-Za-z0-9])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]?(?:\d{2}[ .-]?){3}[A-D](?![A-Za-z0-9])/gi,
    mayOccur: /[A-Z]{2}[ .-]?\d{2}[ .-]?\d{2}/i,
    unless: CODE_OF_MACHINE,
    isValid: () => true,
  },
  {
    type: 'se_personnummer',
    minDigits: 10,
    classification: 'restricted',
    score: 1,
    pattern: /(?<![\w.-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])/g,
    mayOccur: /\d{6}[-+]\d{4}/,
    isValid: (value) => isPersonnummer(digitsOf(value)),
  },
  weak('uk_nhs_number', /(?<![\w.-])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?![\w-]|\.\d)/g, {
    minDigits: 10,
    context: /\bnhs\b|patient|health|medical/i,
    isValid: (digits) => (11 - (weighDigits(digits, NHS_WEIGHTS) % 11)) % 11 === Number(digits[9]),
  }),
  weak('de_tax_id', /(?<![\w.-])[1-9]\d(?:[ .-]?\d{3}){3}(?![\w-]|\.\d)/g, {
    minDigits: 11,
    context: /steuer|\btin\b|tax|\bid-?nr\b|\bidnr\b/i,
    isValid: (digits) => passesMod11And10(digits) && hasRepeats(digits),
  }),
  {
    type: 'es_nif',
    minDigits: 7,
    classification: 'restricted',
    score: 1,
    pattern:
      /(?<![A-Za-z0-9])(?:[XYZ][ .-]?\d{7}|\d{2}\.?\d{3}\.?\d{3})[ .-]?[A-Z](?![A-Za-z0-9])/gi,
    mayOccur: /\d{3}[ .-]?[A-Z](?![A-Za-z0-9])/i,
    isValid: (value) => isNif(codeOf(value)),
  },
  {
    type: 'it_codice_fiscale',
    minDigits: 3,
    classification: 'restricted',
    score: 1,
    pattern:
      /(?<![A-Za-z0-9])[A-Z]{3} ?[A-Z]{3} ?\d{2}[A-EHLMPRST]\d{2} ?[A-Z]\d{3}[A-Z](?![A-Za-z0-9])/gi,
    mayOccur: /\d{2}[A-EHLMPRST]\d{2}/i,
    isValid: (value) => passesFiscalCode(codeOf(value)),
  },
  weak('pl_pesel', /(?<![\w.-])\d{11}(?![\w-]|\.\d)/g, {
    minDigits: 11,
    context: /pesel/i,
    isValid: (digits) =>
      isShortDate(digits) &&
      (10 - (weighDigits(digits, PESEL_WEIGHTS) % 10)) % 10 === Number(digits[10]),
  }),
  weak('se_personnummer', /(?<![\w.-])(?:(?:19|20)\d{10}|\d{10})(?![\w-]|\.\d)/g, {
    minDigits: 10,
    context: /person(?:al )?num|swedish/i,
    isValid: isPersonnummer,
  }),
  weak('nl_bsn', /(?<![\w.-])\d{3}[ .]?\d{3}[ .]?\d{3}(?![\w-]|\.\d)/g, {
    minDigits: 9,
    context: /\bbsn\b|burger|sofi/i,
    isValid: (digits) => weighDigits(digits, BSN_WEIGHTS) % 11 === 0 && digits !== '000000000',
  }),
  {
    type: 'fr_nir',
    minDigits: 8,
    classification: 'restricted',
    score: 1,
    pattern:
      /(?<![\w.-])[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\w-])/gi,
    mayOccur: /[12] ?\d{2} ?\d{2} ?\d/,
    isValid: (value) => isNir(codeOf(value)),
  },
  weak('in_aadhaar', /(?<![\w.-])[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?![\w-]|[ -]\d|\.\d)/g, {
    minDigits: 12,
    context: /aadhaar|aadhar|\buid(?:ai)?\b/i,
    isValid: passesVerhoeff,
  }),
];

function weak(
  type: string,
  pattern: RegExp,
  of: Pick<Detector, 'minDigits'> & {
    readonly context: RegExp;
    readonly isValid: (digits: string) => boolean;
  },
): Detector {
  const context = new RegExp(`${of.context.source}|${IDENTITY}`, 'i');
  return {
    type,
    minDigits: of.minDigits,
    classification: 'restricted',
    score: 1,
    pattern,
    context,
    mayOccur: context,
    isValid: (value) => of.isValid(digitsOf(value)),
  };
}

/** Of the first ten digits of a German number one stands two or three times. */
function hasRepeats(digits: string): boolean {
  const different = new Set(digits.slice(0, 10)).size;
  return different === 9 || different === 8;
}

function isNif(code: string): boolean {
  const number = code.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return NIF_LETTERS[Number(number) % 23] === code.at(-1);
}

function isPersonnummer(digits: string): boolean {
  const short = digits.slice(-10);
  return isShortDate(short) && passesLuhn(short);
}

/** Corsica's 2A and 2B count as 19 and 18. */
function isNir(code: string): boolean {
  const number = code.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return /^\d{13}$/.test(number) && 97 - remainderBy97(number) === Number(code.slice(13));
}
