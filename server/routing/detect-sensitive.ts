import { highestClassification, type Classification } from '../../contract/classification.ts';
import type { SensitiveEntity } from '../../contract/routing.ts';
import type { Span } from '../../core/text/spans.ts';

interface Detector {
  readonly type: string;
  readonly pattern: RegExp;
  readonly classification: Classification;
  /** 1 for a passed checksum, which also tells a value from the words beside it; less for a shape alone. */
  readonly score: number;
  readonly isValid: (match: string) => boolean;
}

/** Checksums and issuer rules keep false alarms down; shapes without one need words around them. */
const DETECTORS: readonly Detector[] = [
  {
    type: 'payment_card',
    pattern: /\b(?:\d[ -]?){12,18}\d\b/g,
    classification: 'restricted',
    score: 1,
    isValid: (match) => isPaymentCard(digitsOf(match)),
  },
  {
    type: 'iban',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/gi,
    classification: 'restricted',
    score: 1,
    isValid: (match) => isIban(match.replaceAll(' ', '').toUpperCase()),
  },
  {
    type: 'us_ssn',
    pattern: /\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b/g,
    classification: 'restricted',
    score: 0.8,
    isValid: () => true,
  },
  {
    type: 'secret',
    pattern:
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\b(?:sk|pk|rk|fn|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}\b|\bAKIA[A-Z0-9]{16}\b|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g,
    classification: 'restricted',
    score: 0.9,
    isValid: (match) => /\d/.test(match) || match.startsWith('-----'),
  },
  {
    type: 'email',
    pattern: /\b[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b/g,
    classification: 'internal',
    score: 0.95,
    isValid: () => true,
  },
  {
    type: 'phone',
    pattern: /(?<![\w.])\+?\d{1,3}[ .-]?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,4}(?!\w|\.\d)/g,
    classification: 'internal',
    score: 0.6,
    isValid: (match) => {
      const count = digitsOf(match).length;
      return count >= 9 && count <= 15;
    },
  },
];

/** Each country of the IBAN registry with the length of its numbers. */
const IBAN_LENGTHS: ReadonlySet<string> = new Set(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ' +
    'ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
    'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 ' +
    'QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  ).split(' '),
);

export interface SensitiveFinding {
  readonly entities: readonly SensitiveEntity[];
  readonly classification: Classification;
}

/**
 * Entities that make text sensitive, with their offsets; a stretch of text counts once, for the first
 * detector that claims it. Text without any is `public`: it was typed by whoever asks.
 */
export function detectSensitive(text: string): SensitiveFinding {
  const found: { readonly entity: SensitiveEntity; readonly classification: Classification }[] = [];
  for (const detector of DETECTORS) {
    for (const { start, end } of findMatches(text, detector)) {
      const isTaken = found.some(
        ({ entity }) => entity.char_start < end && start < entity.char_end,
      );
      if (isTaken) continue;
      found.push({
        classification: detector.classification,
        entity: { type: detector.type, char_start: start, char_end: end, score: detector.score },
      });
    }
  }
  const ordered = found.toSorted((left, right) => left.entity.char_start - right.entity.char_start);
  return {
    entities: ordered.map(({ entity }) => entity),
    classification: highestClassification(ordered.map(({ classification }) => classification)),
  };
}

/**
 * What stands beside a number ("… 1111 12/27", "IBAN … 00 and then") may look like a part of it. So where
 * there is a checksum, shorter matches are tried, then one that begins later; all end between words.
 */
function* findMatches(text: string, detector: Detector): Generator<Span> {
  const pattern = new RegExp(detector.pattern);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    const hasChecksum = detector.score === 1;
    const readings = hasChecksum ? shortenings(match[0]) : [match[0]];
    const valid = readings.find((reading) => detector.isValid(reading));
    if (valid !== undefined) {
      pattern.lastIndex = start + valid.length;
      yield { start, end: start + valid.length };
    } else if (hasChecksum) {
      pattern.lastIndex = start + lengthOfFirstWord(match[0]);
    }
  }
}

/** The text, then what remains as its last words are left out one by one. */
function shortenings(text: string): readonly string[] {
  const cuts = [...text.matchAll(/[ -]/g)].map((match) => match.index);
  return [text, ...cuts.toReversed().map((cut) => text.slice(0, cut))];
}

function lengthOfFirstWord(text: string): number {
  return /^[^ -]*[ -]?/.exec(text)?.[0].length ?? text.length;
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}

/** Luhn's checksum, and a first digit that card issuers use. */
function isPaymentCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of Array.from(digits).toReversed().entries()) {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the country's length, and a remainder by 97 of the rearranged digits of 1. */
function isIban(text: string): boolean {
  if (!IBAN_LENGTHS.has(`${text.slice(0, 2)}${text.length}`)) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
