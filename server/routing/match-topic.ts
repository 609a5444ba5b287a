import { DEFAULT_TOPIC_PROBABILITY, type RegulatedTopic } from '../../contract/regulated-topic.ts';
import { findTopicTerms, prepareTerms } from './find-topic-terms.ts';
import { openTopicModel, type TopicReading } from './recognise-topic.ts';
import { TOPIC_MODEL } from './topic-model.ts';

export interface TopicMatch {
  readonly topic: string;
  /** 0–1. */
  readonly confidence: number;
  /** The words of the text that made it one, the strongest first. */
  readonly why: readonly string[];
}

export interface TopicMatches {
  /** A match for each topic that the text is about, the surest first, of two alike the one configured earlier. */
  readonly met: readonly TopicMatch[];
  /** 0–1: how sure of the first one; with none, how sure that there is none. */
  readonly confidence: number;
}

export type TopicMatcher = (text: string) => TopicMatches;

export const NO_TOPIC: TopicMatches = { met: [], confidence: 1 };

type Prepared = ReturnType<typeof prepare>;

const readModel = openTopicModel(TOPIC_MODEL);

/** Prepares the topics of the configuration. */
export function createTopicMatcher(topics: readonly RegulatedTopic[]): TopicMatcher {
  const prepared = topics.map(prepare);
  const hasModel = prepared.some(({ model }) => model !== undefined);
  return (text) => {
    const reading = hasModel ? readModel(text) : null;
    const findings = prepared.flatMap((topic) => [
      ...matchWords(topic, text),
      ...matchModel(topic, reading),
    ]);
    const met = findings
      .filter(isMet)
      .toSorted((left, right) => right.confidence - left.confidence);
    const leastSure = Math.min(1, ...findings.map(({ confidence }) => confidence));
    return { met: met.filter(isFirstOfTopic), confidence: met[0]?.confidence ?? leastSure };
  };
}

/** What one way of looking says of one topic: met, or how sure that it is not. */
type TopicFinding = TopicMatch | { readonly topic: null; readonly confidence: number };

/** A topic that words and model both find is told of by the surer one. */
function isFirstOfTopic({ topic }: TopicMatch, at: number, all: readonly TopicMatch[]): boolean {
  return all.findIndex((other) => other.topic === topic) === at;
}

function isMet(finding: TopicFinding): finding is TopicMatch {
  return finding.topic !== null;
}

function prepare({ name, about = [], signs = [], model, min_probability: least }: RegulatedTopic) {
  return {
    name,
    terms: about.length === 0 ? null : prepareTerms(about, signs),
    model,
    least: least ?? DEFAULT_TOPIC_PROBABILITY,
  };
}

function matchWords({ name, terms }: Prepared, text: string): readonly TopicFinding[] {
  if (terms === null) return [];
  const { isMet: isNear, confidence, why } = findTopicTerms(text, terms);
  return [isNear ? { topic: name, confidence, why } : { topic: null, confidence }];
}

function matchModel(
  { name, model, least }: Prepared,
  reading: TopicReading | null,
): readonly TopicFinding[] {
  if (model === undefined || reading === null) return [];
  const probability = reading.probabilityOf(model);
  if (probability < least) return [{ topic: null, confidence: 1 - probability }];
  return [{ topic: name, confidence: probability, why: reading.why(model) }];
}
