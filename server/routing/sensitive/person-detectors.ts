import type { Detector } from './detector.ts';

/** How months begin in English, German, French, Spanish, Italian and Dutch. */
const MONTH =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|jän|mär|maa|mai|mag|mei|okt|ott|dez|déc|fév|fev|avr|juin|août|aoû|ene|abr|ago|set|dic|gen|giu|lug';
const BIRTH =
  /\bborn\b|birth|\bdob\b|d\.o\.b|geburt|né(?:e)? le|nacimiento|naci[óo]|\bnac\b|nato|nata|geboren|naissance|nascita/i;
const PASSPORT = /passport|passeport|reisepass|pasaporte|passaporto|paspoort/i;
const LICENCE =
  /driv(?:er|ing)[ '’]?s?[ _-]?(?:licen[cs]e|permit)|licen[cs]e (?:number|no)|führerschein|permis de conduire/i;
const EMPLOYEE =
  /(?:employee|staff|personnel|worker|payroll|badge)[ _-]?(?:id|identifier|number|no|nr|#|code)/i;

/** What names or dates one person, where the words around it say so. */
export const PERSON_DETECTORS: readonly Detector[] = [
  {
    type: 'date_of_birth',
    minDigits: 4,
    classification: 'confidential',
    score: 0.8,
    pattern: new RegExp(
      String.raw`(?<![\w/.-])(?:\d{1,2}[/. -]\d{1,2}[/. -](?:19|20)?\d{2}|(?:19|20)\d{2}[/. -]\d{1,2}[/. -]\d{1,2}|\d{1,2}(?:st|nd|rd|th|er|\.)?(?: of| de)? (?:${MONTH})\p{L}{0,7}\.?,?(?: de| del)? (?:19|20)\d{2}|(?:${MONTH})\p{L}{0,7}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2})(?![\w/-])`,
      'giu',
    ),
    mayOccur: BIRTH,
    context: BIRTH,
    isValid: () => true,
  },
  {
    type: 'passport',
    minDigits: 1,
    classification: 'confidential',
    score: 0.7,
    pattern:
      /(?<![A-Za-z0-9])(?=[A-Z]{0,3}\d{5})[A-Z]{0,3}\d{5,9}[A-Z]{0,2}(?![A-Za-z0-9])|(?<![A-Za-z0-9])(?=[CFGHJKLMNPRTVWXYZ0-9]*\d)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}(?![A-Za-z0-9])/g,
    mayOccur: PASSPORT,
    context: PASSPORT,
    isValid: () => true,
  },
  {
    type: 'driver_licence',
    minDigits: 2,
    classification: 'confidential',
    score: 0.7,
    pattern:
      /(?<![A-Za-z0-9])(?=[A-Z0-9 -]{0,8}\d{2})[A-Z]{0,5}\d[A-Z0-9 -]{4,18}[A-Z0-9](?![A-Za-z0-9])/g,
    mayOccur: LICENCE,
    context: LICENCE,
    isValid: (value) => (value.match(/\d/g)?.length ?? 0) >= 4,
  },
  {
    type: 'employee_id',
    minDigits: 3,
    classification: 'internal',
    score: 0.7,
    pattern: /(?<![A-Za-z0-9])(?:[A-Z]{1,5}[ -]?)?\d{3,10}(?![A-Za-z0-9])/g,
    mayOccur: EMPLOYEE,
    context: EMPLOYEE,
    isValid: () => true,
  },
];
