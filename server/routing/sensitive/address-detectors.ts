import type { Detector } from './detector.ts';

const WAYS =
  'Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Way|Close|Mews|Quay';
/** As English writes it: a number, a name, and what kind of way it is. */
const ENGLISH = String.raw`\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? )?(?:\p{Lu}[\p{L}'’.-]{1,20} ){1,3}(?:${WAYS})(?![\p{L}])`;
const ENDINGS = String.raw`straße|strasse|str\.|gasse|allee|platz|weg|ring|damm|ufer|graben|straat|laan|plein|gracht|kade|gade|vej|vænget|gata|gatan|vägen|väg|vegen|katu|tie|kuja|polku|tänav`;
/** As German, Dutch and the languages of the north write it: the kind of way ends the name, then comes the number. */
const GERMAN = String.raw`\p{Lu}[\p{L}-]{2,24}(?:${ENDINGS}) ?\d{1,4}(?:[a-z]|/\d{1,4})?(?![\p{L}\d])`;
/** As French, Spanish, Italian and Portuguese write it: the kind of way comes first. */
const ROMANCE = String.raw`(?:(?<=\d{1,4}(?: bis| ter)?,? )(?:rue|avenue|boulevard|quai|chemin|impasse)(?: (?:de|du|des|la|le|les|d['’]|l['’]))*[ ]?\p{Lu}[\p{L}'’-]{1,24}|(?:Calle|Avenida|Via|Viale|Piazza|Rua)(?: (?:de|da|do|del|della|la|el))* \p{Lu}[\p{L}'’-]{1,24}(?: \p{Lu}[\p{L}'’-]{1,24})?,? \d{1,4})(?![\p{L}\d])`;
const POST_BOX = String.raw`(?:P\.? ?O\.? ?Box|Postfach) \d{2,8}(?!\d)`;
const MAY_OCCUR = new RegExp(
  String.raw`\d[A-Za-z]?,? (?:[NSEW]\.? )?\p{Lu}|(?:${ENDINGS}) ?\d|\d(?: bis| ter)?,? (?:rue|avenue|boulevard|quai|chemin|impasse)|(?:Calle|Avenida|Via|Viale|Piazza|Rua) |Box \d|Postfach`,
  'u',
);

/** Any name and a number, where the words before it say that it is an address. */
const NAMED =
  /(?<![\p{L}\d])(?:\d{1,5},? )?\p{Lu}[\p{L}'’.-]{2,24}(?: \p{L}[\p{L}'’.-]{1,24}){0,3}(?:,? \d{1,5}[a-z]?|,? (?:Apt|Suite|Unit)\.? \d{1,5})(?![\p{L}\d])|(?<![\p{L}\d])\d{1,5}[a-z]? \p{Lu}[\p{L}'’-]{2,24}(?: \p{Lu}[\p{L}'’-]{1,24}){0,2}(?![\p{L}\d])/gu;
const SAID =
  /\baddress(?:es)?\b(?! book)|\blive[sd]? (?:at|in|on)\b|\bliving at\b|\breside|\bmoved? to\b|\bdeliver(?:ed|y)?\b.{0,20}\bto\b|\bship(?:ped)? to\b|\blocated at\b|\bhome is\b|\bwohn|\badresse\b|\bdirección\b|\bindirizzo\b/i;

/** Where somebody lives or works, by the street; towns and countries alone say little. */
export const ADDRESS_DETECTORS: readonly Detector[] = [
  {
    type: 'postal_address',
    minDigits: 1,
    classification: 'internal',
    score: 0.7,
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?:${ENGLISH}|${GERMAN}|${ROMANCE}|${POST_BOX})`,
      'gu',
    ),
    mayOccur: MAY_OCCUR,
    isValid: () => true,
  },
  {
    type: 'postal_address',
    minDigits: 1,
    classification: 'internal',
    score: 0.6,
    pattern: NAMED,
    mayOccur: SAID,
    context: SAID,
    isValid: () => true,
  },
];
