import type { RegulatedTopic } from '../../contract/regulated-topic.ts';

export interface TopicMatch {
  readonly topic: string | null;
  /** 0–1; with no topic, how sure that there is none. */
  readonly confidence: number;
}

export type TopicMatcher = (text: string) => TopicMatch;

/** What one term is about and what makes it a case stand in one sentence or two. */
const WINDOW_CHARS = 160;
const FIRST = 0.7;
const FURTHER = 0.1;
const MOST = 0.95;
const NONE = 0.9;
/** What a topic is about is there, and nothing makes it a case. */
const HALF = 0.7;

/** Prepares the topics of the configuration; the one with the most signs wins, the earlier of two alike. */
export function createTopicMatcher(topics: readonly RegulatedTopic[]): TopicMatcher {
  const prepared = topics.map(({ name, about, signs }) => ({
    name,
    about: toPattern(about),
    signs: toPattern(signs),
  }));
  return (text) => {
    const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
    let best: TopicMatch = { topic: null, confidence: NONE };
    for (const { name, about, signs } of prepared) {
      const places = findPlaces(plain, about);
      if (places.length === 0) continue;
      const near = findPlaces(plain, signs).filter((sign) =>
        places.some((place) => place !== sign && Math.abs(place - sign) <= WINDOW_CHARS),
      );
      const confidence = Math.min(MOST, FIRST + FURTHER * (near.length - 1));
      if (near.length === 0 && best.topic === null) best = { topic: null, confidence: HALF };
      else if (near.length > 0 && (best.topic === null || confidence > best.confidence)) {
        best = { topic: name, confidence };
      }
    }
    return best;
  };
}

function findPlaces(text: string, pattern: RegExp): readonly number[] {
  return Array.from(text.matchAll(pattern), (match) => match.index);
}

/** `owe*` is any word that begins so; a term of several words allows any space between them. */
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
