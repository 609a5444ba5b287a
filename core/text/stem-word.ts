import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stemmer as stemGerman } from '@orama/stemmers/german';
import { stemmer as stemItalian } from '@orama/stemmers/italian';
import { stemmer as stemPortuguese } from '@orama/stemmers/portuguese';
import { stemmer as stemSpanish } from '@orama/stemmers/spanish';
import { stemmer as stemSwedish } from '@orama/stemmers/swedish';
import type { Language } from '../../contract/language.ts';

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: (word) => stemEnglish(LONG_WORD_IN_ION.exec(word)?.[1] ?? word),
  de: stemGerman,
  fr: stemFrench,
  es: stemSpanish,
  it: stemItalian,
  nl: stemDutch,
  pt: stemPortuguese,
  sv: stemSwedish,
};

const MAX_STEMMED_LENGTH = 40;
const ENGLISH_WORD = /^[a-z]{3,}$/u;
const WORD = /^\p{L}{3,}$/u;

/**
 * The library's last English step takes "tion" where Porter's takes "ion", so "connection" would not meet
 * "connect"; such words are handed over without their "ion".
 */
const LONG_WORD_IN_ION = /^(.*?[aeiouy][^aeiouy]+[aeiouy].*?(?:s|(?<!a)t))ions?$/u;

/**
 * What the forms of a word have in common, in lower case: Porter's stemmer (1980) for English, Snowball's of
 * the other languages, which want the word with its accents. What is no word stays as it is.
 */
export function stemWord(word: string, language: Language): string {
  const isWord = (language === 'en' ? ENGLISH_WORD : WORD).test(word);
  return isWord && word.length <= MAX_STEMMED_LENGTH ? STEMMERS[language](word) : word;
}
