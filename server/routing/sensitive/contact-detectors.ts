import { digitsOf, type Detector } from './detector.ts';

const TOP_LEVEL =
  'com|org|net|edu|gov|io|eu|uk|de|fr|es|it|nl|pl|se|ch|at|be|ie|us|ca|au|in|info|biz|co|dev|app|example';
const AT = String.raw`(?:\s?[([{<]\s?at\s?[)\]}>]\s?|\s+at\s+|@|\s@\s)`;
const DOT = String.raw`(?:\s?[([{<]\s?dot\s?[)\]}>]\s?|\s+dot\s+|\.)`;
const SPELT_DOT = String.raw`(?:\s?[([{<]\s?dot\s?[)\]}>]\s?|\s+dot\s+)`;
const BRACKETED_AT = String.raw`\s?[([{<]\s?at\s?[)\]}>]\s?`;
const NAME = String.raw`[\w%+-]{1,64}`;
const PHONE_CONTEXT =
  /phone|\bcall(?:s|ed|ing)?\b|\btel\b|\btel[.:]|telefon|téléphone|mobile|\bcell|\bfax\b|\bring\b|\bdial|\breach\b|\btext(?:s|ed)? (?:me|us|him|her|them)\b|\bsms\b|messages?\b|whatsapp|\bcontact|hotline|landline|\bhandy\b|\bmobil|\bnumber|\bnummer|\bnuméro|\bnúmero|\bextension\b|\bext\b|voicemail|\boffice\b|registered|\bruf|anruf|\bappel|portable|\bll[áa]m|m[óo]vil|\bchiam|cellulare|tel[ée]fono|\bbel me\b|mobiel|\btfn\b/i;
const OTHER_NUMBER =
  /(?:order|invoice|ticket|tracking|serial|account|reference|ref|case|version|isbn|issue|part|model|id|form|article|section|page|line|error|code|build|po|vat)\s{0,2}(?:number|no|nr|#|id)?[.:#]?\s{0,2}$/i;

const VERSION = /\b(?:v|ver|version|release|section|chapter)\.?\s?$/i;

export const CONTACT_DETECTORS: readonly Detector[] = [
  {
    type: 'email',
    minDigits: 0,
    classification: 'internal',
    score: 0.95,
    pattern:
      /(?<![\p{L}\d_.%+-])[\p{L}\p{M}\d_.%+'-]{1,64}@[\p{L}\p{M}\d_-]{1,63}(?:\.[\p{L}\p{M}\d_-]{1,63}){1,8}/gu,
    mayOccur: /@/,
    isValid: () => true,
  },
  {
    type: 'email',
    minDigits: 0,
    classification: 'internal',
    score: 0.8,
    pattern: new RegExp(
      String.raw`(?<![\w.%+-])(?:${NAME}(?:${DOT}${NAME}){0,3}${AT}[\w-]{1,63}(?:${DOT}[\w-]{1,63}){0,3}${SPELT_DOT}(?:${TOP_LEVEL})|${NAME}(?:${DOT}${NAME}){0,3}(?:${BRACKETED_AT}|\s@\s)[\w-]{1,63}(?:${DOT}[\w-]{1,63}){0,3}${DOT}(?:${TOP_LEVEL}))(?![\w-])`,
      'gi',
    ),
    mayOccur: /[([{<]\s?(?:at|dot)\s?[)\]}>]|\sdot\s|\s@\s/i,
    isValid: (value) => /\bat\b|@/i.test(value),
  },
  {
    type: 'ip_address',
    unless: VERSION,
    minDigits: 4,
    classification: 'internal',
    score: 0.8,
    pattern:
      /(?<![\w.-])(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\w-]|\.\d)/g,
    mayOccur: /\d\.\d{1,3}\.\d{1,3}\.\d/,
    isValid: isPublicAddress,
  },
  {
    type: 'ip_address',
    minDigits: 1,
    classification: 'internal',
    score: 0.8,
    pattern: /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}(?![\w:])/gi,
    mayOccur: /:[0-9a-f]{0,4}:/i,
    isValid: (value) => isVersion6(value.toLowerCase()),
  },
  {
    type: 'mac_address',
    minDigits: 1,
    classification: 'internal',
    score: 0.8,
    pattern: /(?<![\w:-])[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])/gi,
    mayOccur: /[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]/i,
    isValid: (value) => /[a-f]/i.test(value) && /\d/.test(value),
  },
  {
    type: 'phone',
    unless: OTHER_NUMBER,
    minDigits: 9,
    classification: 'internal',
    score: 0.6,
    pattern:
      /(?<![\w.]|\d[ -])\+?\d{1,3}[ .-]?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,4}(?![A-Za-z\d_]|\.\d)/g,
    mayOccur: /\d{2}[ .)-]\d{2}/,
    isValid: (value) => {
      const { length } = digitsOf(value);
      return length >= 9 && length <= 15 && !isOtherwise(value);
    },
  },
  {
    type: 'phone',
    unless: OTHER_NUMBER,
    minDigits: 6,
    classification: 'internal',
    score: 0.7,
    pattern:
      /(?<![\w.]|\d[ -])(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(0?\)|\(\d{1,4}\))?(?:[ .-]?\d){6,12}(?![A-Za-z\d_]|\.\d)/g,
    mayOccur: /(?:\+|00)[1-9]/,
    isValid: (value) => {
      const { length } = digitsOf(value);
      return length >= 9 && length <= 16;
    },
  },
  {
    type: 'phone',
    unless: OTHER_NUMBER,
    minDigits: 7,
    classification: 'internal',
    score: 0.6,
    pattern:
      /(?<![\w.])\(\d{2,5}\)[ .-]?\d{2,4}[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?(?![A-Za-z\d_]|\.\d)/g,
    mayOccur: /\(\d{2,5}\)/,
    isValid: (value) => digitsOf(value).length >= 7,
  },
  {
    type: 'phone',
    unless: OTHER_NUMBER,
    minDigits: 7,
    classification: 'internal',
    score: 0.6,
    pattern:
      /(?<![\w.$€£#/]|\d[ ,-])\+?\(?\d(?:[ ./()-]{0,2}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\d_]|[.,]\d|%|[A-Za-z])/g,
    mayOccur: PHONE_CONTEXT,
    context: PHONE_CONTEXT,
    isValid: (value) =>
      !isOtherwise(value) && !/^(?:19|20)\d{2}\s?[-/]\s?(?:19|20)\d{2}$/.test(value),
  },
];

/** A date or an address of a machine: grouped like a telephone number. */
function isOtherwise(value: string): boolean {
  const parts = value
    .split(/\D+/)
    .filter((part) => part !== '')
    .map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return true;
  if (parts.length < 3 || parts.length > 6) return false;
  if (parts.every(isYear)) return true;
  if (/^\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}/.test(value))
    return isYear(first) && second <= 12 && third <= 31;
  return (
    /^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}/.test(value) && isYear(third) && first <= 31 && second <= 31
  );
}

function isYear(year: number): boolean {
  return year >= 1900 && year <= 2100;
}

/** An address of a private network tells nothing of anybody. */
function isPublicAddress(value: string): boolean {
  const [first = 0, second = 0] = value.split('.').map(Number);
  if (first === 0 || first === 10 || first === 127 || first >= 224) return false;
  if (first === 172 && second >= 16 && second <= 31) return false;
  return !(first === 192 && second === 168) && !(first === 169 && second === 254);
}

/** A time of day has colons, too. */
function isVersion6(value: string): boolean {
  const groups = value.split(':');
  const gaps = value.split('::').length - 1;
  if (gaps > 1 || (gaps === 0 && groups.length !== 8) || groups.length > 8) return false;
  return !/^fe80|^f[cd]/.test(value);
}
