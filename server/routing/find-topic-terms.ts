/** The terms of a topic as patterns. */
export interface TopicTerms {
  readonly about: RegExp;
  readonly signs: RegExp;
}

export interface FoundTerms {
  readonly isMet: boolean;
  /** 0–1; where it is not met, how sure that it is not. */
  readonly confidence: number;
  /** What made it a case. */
  readonly why: readonly string[];
}

/** What one term is about and what makes it a case stand in one sentence or two. */
const WINDOW_CHARS = 160;
const FIRST = 0.7;
const FURTHER = 0.1;
const MOST = 0.95;
const NONE = 0.9;
/** What a topic is about is there, and nothing makes it a case. */
const HALF = 0.7;

/** `owe*` is any word that begins so; a term of several words allows any space between them. */
export function prepareTerms(about: readonly string[], signs: readonly string[]): TopicTerms {
  return { about: toPattern(about), signs: toPattern(signs) };
}

/** Whether one of the terms that say what a topic is about stands close to one that makes it a case. */
export function findTopicTerms(text: string, { about, signs }: TopicTerms): FoundTerms {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  const places = findPlaces(plain, about);
  if (places.length === 0) return { isMet: false, confidence: NONE, why: [] };
  const near = findPlaces(plain, signs).flatMap((sign) => {
    const beside = places.find(
      ({ at }) => at !== sign.at && Math.abs(at - sign.at) <= WINDOW_CHARS,
    );
    return beside === undefined ? [] : [{ sign: sign.term, about: beside.term }];
  });
  if (near.length === 0) return { isMet: false, confidence: HALF, why: [] };
  return {
    isMet: true,
    confidence: Math.min(MOST, FIRST + FURTHER * (near.length - 1)),
    why: [...new Set(near.flatMap((pair) => [pair.about, pair.sign]))],
  };
}

function findPlaces(text: string, pattern: RegExp): readonly { at: number; term: string }[] {
  return Array.from(text.matchAll(pattern), (match) => ({ at: match.index, term: match[0] }));
}

function toPattern(terms: readonly string[]): RegExp {
  const alternatives = terms.map((term) => {
    const isOpen = term.endsWith('*');
    const words = (isOpen ? term.slice(0, -1) : term).toLowerCase().trim().split(/\s+/);
    const first =
      /^\p{L}/u.test(term) && !term.startsWith("n't") ? String.raw`(?<![\p{L}\p{N}])` : '';
    const last = isOpen ? String.raw`\p{L}{0,12}` : String.raw`(?![\p{L}\p{N}])`;
    return `${first}${words.join(String.raw`\s+`)}${last}`;
  });
  return new RegExp(alternatives.join('|'), 'gu');
}
