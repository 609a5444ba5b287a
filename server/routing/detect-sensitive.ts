import { highestClassification, type Classification } from '../../contract/classification.ts';
import type { SensitiveEntity } from '../../contract/routing.ts';

interface Detector {
  readonly type: string;
  readonly pattern: RegExp;
  readonly classification: Classification;
  /** 1 for a passed checksum; less for a shape alone. */
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
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b/gi,
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
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\b(?:sk|pk|rk|fn|ghp|gho|xox[abp]|AKIA)[-_]?[A-Za-z0-9_-]{16,}\b|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g,
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
    pattern: /(?<![\w.])\+?\d{1,3}[ .-]?\(?\d{2,4}\)?(?:[ .-]\d{2,4}){2,4}(?![\w.])/g,
    classification: 'internal',
    score: 0.6,
    isValid: (match) => {
      const count = digitsOf(match).length;
      return count >= 9 && count <= 15;
    },
  },
];

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
    for (const match of text.matchAll(detector.pattern)) {
      const charStart = match.index;
      const charEnd = charStart + match[0].length;
      const isTaken = found.some(
        ({ entity }) => entity.char_start < charEnd && charStart < entity.char_end,
      );
      if (isTaken || !detector.isValid(match[0])) continue;
      found.push({
        classification: detector.classification,
        entity: {
          type: detector.type,
          char_start: charStart,
          char_end: charEnd,
          score: detector.score,
        },
      });
    }
  }
  const ordered = found.toSorted((left, right) => left.entity.char_start - right.entity.char_start);
  return {
    entities: ordered.map(({ entity }) => entity),
    classification: highestClassification(ordered.map(({ classification }) => classification)),
  };
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

/** ISO 13616: the remainder by 97 of the rearranged digits is 1. */
function isIban(text: string): boolean {
  if (text.length < 15 || text.length > 34) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
