import { DEFAULT_TOPIC_PROBABILITY, type RegulatedTopic } from '../../contract/regulated-topic.ts';
import { findTopicTerms, prepareTerms } from './find-topic-terms.ts';
import { openTopicModel, type TopicReading } from './recognise-topic.ts';
import { TOPIC_MODEL } from './topic-model.ts';

export interface TopicMatch {
  readonly topic: string | null;
  /** 0–1; with no topic, how sure that there is none. */
  readonly confidence: number;
  /** The words of the text that made it one, the strongest first. */
  readonly why: readonly string[];
}

export type TopicMatcher = (text: string) => TopicMatch;

type Prepared = ReturnType<typeof prepare>;

const readModel = openTopicModel(TOPIC_MODEL);

/** Prepares the topics of the configuration; the surest one wins, the earlier of two alike. */
export function createTopicMatcher(topics: readonly RegulatedTopic[]): TopicMatcher {
  const prepared = topics.map(prepare);
  const hasModel = prepared.some(({ model }) => model !== undefined);
  return (text) => {
    const reading = hasModel ? readModel(text) : null;
    let best: TopicMatch | null = null;
    let leastSure = 1;
    for (const topic of prepared) {
      const found = [...matchWords(topic, text), ...matchModel(topic, reading)];
      for (const match of found) {
        if (match.topic === null) leastSure = Math.min(leastSure, match.confidence);
        else if (best === null || match.confidence > best.confidence) best = match;
      }
    }
    return best ?? { topic: null, confidence: leastSure, why: [] };
  };
}

function prepare({ name, about = [], signs = [], model, min_probability: least }: RegulatedTopic) {
  return {
    name,
    terms: about.length === 0 ? null : prepareTerms(about, signs),
    model,
    least: least ?? DEFAULT_TOPIC_PROBABILITY,
  };
}

function matchWords({ name, terms }: Prepared, text: string): readonly TopicMatch[] {
  if (terms === null) return [];
  const { isMet, confidence, why } = findTopicTerms(text, terms);
  return [{ topic: isMet ? name : null, confidence, why }];
}

function matchModel(
  { name, model, least }: Prepared,
  reading: TopicReading | null,
): readonly TopicMatch[] {
  if (model === undefined || reading === null) return [];
  const probability = reading.probabilityOf(model);
  if (probability < least) return [{ topic: null, confidence: 1 - probability, why: [] }];
  return [{ topic: name, confidence: probability, why: reading.why(model) }];
}
