import type { DetectedLanguage } from '../../contract/language.ts';

/**
 * Words that hardly any sentence of a language does without, the asking ones among them. Words that two of
 * these languages share are listed for both, and then decide nothing.
 */
const COMMON_WORDS: Readonly<Partial<Record<DetectedLanguage, string>>> = {
  en: `the of and to is are was were what which who how many much when where why does do did can may must
    should i my we our you your it its this that there for from with have has be an if not or any by on at`,
  de: `der die das den dem des ein eine einen einem einer und ist sind war wird werden was welche welcher
    welches wer wie viel viele wann wo warum kann darf muss soll ich mein meine wir unser sie ihr es zu von
    mit nicht oder auf für bei nach gibt hat haben im am zum zur`,
  fr: `le la les des du un une et est sont était que quel quelle quels quelles qui comment combien quand où
    pourquoi peut doit dois puis ai a ont dans si je mon ma mes nous notre vous votre il elle ce cette pour avec dans sur pas ou par
    au aux ne se`,
  es: `el la los las un una y es son era qué cuál cuáles quién cómo cuánto cuánta cuántos cuántas cuándo
    dónde puede debe yo mi nosotros nuestro usted su que de del al para con en por no hay se`,
  it: `il lo la i gli le un una e è sono era che cosa quale quali chi come quanto quanta quanti quante
    quando dove perché può deve io mio noi nostro si di del della dei delle per con in non o da nel nella`,
  pt: `o a os as um uma e é são era que qual quais quem como quanto quanta quantos quantas quando onde pode
    deve eu meu nós nosso você seu do da dos das no na nos nas para com em por não há se ao`,
  nl: `de het een en is zijn was wat welke wie hoe veel wanneer waar waarom kan mag moet ik mijn wij we onze
    u uw je van voor met niet of op bij naar er heeft hebben in te dat dit worden wordt`,
};

const LANGUAGES_OF: ReadonlyMap<string, readonly string[]> = indexWords();

/** Letters that one language has to itself, or all but. */
const SCRIPTS: readonly (readonly [DetectedLanguage, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['ko', /\p{Script=Hangul}/u],
  ['zh', /\p{Script=Han}/u],
  ['el', /\p{Script=Greek}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['th', /\p{Script=Thai}/u],
];
/** A name or two in another script do not make a text foreign. */
const MIN_SCRIPT_SHARE = 0.5;
const LATIN_RUNS = /[\p{Script=Latin}]+/gu;
const OTHER_LETTERS = /(?!\p{Script=Latin})\p{L}/gu;
const NOT_ASCII = /[^\0-\x7f]/;
const MIN_WORDS = 2;
const MIN_LEAD = 2;

/** The language of a short text (ISO 639-1), by its letters and commonest words; null when unsure. */
export function detectLanguage(text: string): string | null {
  if (!NOT_ASCII.test(text)) return detectByWords(text);
  const others = (text.match(OTHER_LETTERS) ?? []).length;
  const latin = (text.match(LATIN_RUNS) ?? []).reduce((sum, run) => sum + run.length, 0);
  if (latin + others === 0) return null;
  if (latin / (latin + others) >= MIN_SCRIPT_SHARE) return detectByWords(text);
  return SCRIPTS.find(([, letter]) => letter.test(text))?.[0] ?? null;
}

function detectByWords(text: string): string | null {
  const counts = new Map<string, number>();
  for (const word of text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu) ?? []) {
    for (const language of LANGUAGES_OF.get(word) ?? []) {
      counts.set(language, (counts.get(language) ?? 0) + 1);
    }
  }
  const [first, second] = [...counts].toSorted((left, right) => right[1] - left[1]);
  if (first === undefined || first[1] < MIN_WORDS) return null;
  return first[1] - (second?.[1] ?? 0) >= MIN_LEAD ? first[0] : null;
}

function indexWords(): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, readonly string[]>();
  for (const [language, words] of Object.entries(COMMON_WORDS)) {
    for (const word of words.split(/\s+/u)) {
      index.set(word, [...(index.get(word) ?? []), language]);
    }
  }
  return index;
}
