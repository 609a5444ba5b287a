import { highestClassification, type Classification } from '../../contract/classification.ts';
import type { SensitiveEntity } from '../../contract/routing.ts';
import { findSecrets } from '../../core/scan/find-secrets.ts';
import { readEncodedTexts } from '../../core/scan/read-encoded-texts.ts';
import type { Span } from '../../core/text/spans.ts';
import { ACCOUNT_DETECTORS } from './sensitive/account-detectors.ts';
import { ADDRESS_DETECTORS } from './sensitive/address-detectors.ts';
import { CONTACT_DETECTORS } from './sensitive/contact-detectors.ts';
import type { Detector } from './sensitive/detector.ts';
import { HEALTH_DETECTORS } from './sensitive/health-detectors.ts';
import { IDENTITY_DETECTORS } from './sensitive/identity-detectors.ts';
import { PERSON_DETECTORS } from './sensitive/person-detectors.ts';
import { mostGroupedDigits } from './sensitive/grouped-digits.ts';
import { toPlainView } from './sensitive/plain-view.ts';

const SECRET_DETECTORS: readonly Detector[] = [
  {
    type: 'secret',
    classification: 'restricted',
    score: 0.9,
    minDigits: 0,
    pattern:
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|\b(?:sk|pk|rk|fn|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}\b|\bAKIA[A-Z0-9]{16}\b|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|[?&](?:access_token|token|api_?key|key|sig|signature|auth)=[\w%.~-]{16,}/g,
    mayOccur: /-----BEGIN|\b(?:sk|pk|rk|fn|ghp|gho|xox[abp])[-_]|AKIA|eyJ|[?&]\w{3,12}=/,
    isValid: (match) => /\d/.test(match) || match.startsWith('-----'),
  },
];
/** In the order in which they claim a stretch of text. */
const DETECTORS: readonly Detector[] = [
  ...SECRET_DETECTORS,
  ...ACCOUNT_DETECTORS,
  ...IDENTITY_DETECTORS,
  ...PERSON_DETECTORS,
  ...ADDRESS_DETECTORS,
  ...HEALTH_DETECTORS,
  ...CONTACT_DETECTORS,
];
/** Words this far before an entity, or behind it, say what it is. */
const BEFORE_CHARS = 60;
const AFTER_CHARS = 24;
const CHECKED = 1;
const LAST_OF_ONE_UNIT = 0xff_ff;

export interface SensitiveFinding {
  readonly entities: readonly SensitiveEntity[];
  readonly classification: Classification;
}

interface Found {
  readonly entity: SensitiveEntity;
  readonly classification: Classification;
}

/**
 * Entities that make text sensitive, with their offsets; a stretch of text counts once, for the first
 * detector that claims it. Zero-width characters, other digits, spelt-out addresses, and Base64 or hexadecimal around
 * any of it are seen through. What the configuration adds claims its places first. Text without any is `public`: it was typed by whoever asks.
 */
export function detectSensitive(
  text: string,
  ownDetectors: readonly Detector[] = [],
): SensitiveFinding {
  const view = toPlainView(text);
  const detectors = [...ownDetectors, ...DETECTORS];
  const inPlain = [...detectSecrets(view.text), ...detectIn(view.text, detectors)].map(
    ({ entity, ...found }) => ({
      ...found,
      entity: {
        ...entity,
        char_start: view.origin(entity.char_start),
        char_end: endOfCharacter(text, view.origin(entity.char_end - 1)),
      },
    }),
  );
  const apart: Found[] = [];
  for (const found of [...inPlain, ...detectEncoded(text, detectors)]) {
    const isTaken = apart.some(
      ({ entity }) =>
        entity.char_start < found.entity.char_end && found.entity.char_start < entity.char_end,
    );
    if (!isTaken) apart.push(found);
  }
  const ordered = apart.toSorted((left, right) => left.entity.char_start - right.entity.char_start);
  return {
    entities: ordered.map(({ entity }) => entity),
    classification: highestClassification(ordered.map(({ classification }) => classification)),
  };
}

/** Where the character ends that begins at a place: some are of two units. */
function endOfCharacter(text: string, start: number): number {
  return start + ((text.codePointAt(start) ?? 0) > LAST_OF_ONE_UNIT ? 2 : 1);
}

function detectSecrets(text: string): readonly Found[] {
  return findSecrets(text).map(({ start, end }) => toFound('secret', { start, end }, 0.9));
}

function toFound(type: string, { start, end }: Span, score: number): Found {
  return {
    classification: 'restricted',
    entity: { type, char_start: start, char_end: end, score },
  };
}

function detectIn(text: string, detectors: readonly Detector[]): readonly Found[] {
  const mostDigits = mostGroupedDigits(text);
  const found: Found[] = [];
  for (const detector of detectors) {
    if (detector.minDigits > mostDigits || !detector.mayOccur.test(text)) continue;
    const { type, score, classification } = detector;
    for (const { start, end } of findMatches(text, detector)) {
      if (!isMeant(text, { start, end }, detector)) continue;
      found.push({ classification, entity: { type, char_start: start, char_end: end, score } });
    }
  }
  return found;
}

function isMeant(text: string, { start, end }: Span, { context, unless }: Detector): boolean {
  const before = text.slice(Math.max(0, start - BEFORE_CHARS), start);
  if (unless?.test(before) === true) return false;
  if (context === undefined) return true;
  return context.test(before) || context.test(text.slice(end, end + AFTER_CHARS));
}

/** What is wrapped so that it is not read counts as a whole. */
function detectEncoded(text: string, detectors: readonly Detector[]): readonly Found[] {
  return [...readEncodedTexts(text), ...readHexadecimal(text)].flatMap(
    ({ start, end, decoded }) => {
      const [first] = [...detectSecrets(decoded), ...detectIn(decoded, detectors)];
      if (first === undefined) return [];
      const { type, score } = first.entity;
      return [
        {
          classification: first.classification,
          entity: { type, score, char_start: start, char_end: end },
        },
      ];
    },
  );
}

function readHexadecimal(text: string) {
  return Array.from(
    text.matchAll(/(?<![0-9a-f])(?:[2-7][0-9a-f]){12,2000}(?![0-9a-f])/gi),
    (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      decoded: match[0].replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))),
    }),
  );
}

/**
 * What stands beside a number ("… 1111 12/27", "IBAN … 00 and then") may look like a part of it. So where
 * there is a checksum, shorter matches are tried, then one that begins later; all end between words.
 */
function* findMatches(text: string, detector: Detector): Generator<Span> {
  const pattern = new RegExp(detector.pattern);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = match.index;
    const hasChecksum = detector.score === CHECKED;
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
  const cuts = [...text.matchAll(/[\s./_,*-]/g)].map((match) => match.index);
  return [text, ...cuts.toReversed().map((cut) => text.slice(0, cut))];
}

function lengthOfFirstWord(text: string): number {
  return /^[^\s./_,*-]*[\s./_,*-]?/.exec(text)?.[0].length ?? text.length;
}
