import type { Message } from '../../contract/retrieval.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import { scoreInjection } from '../../core/scan/find-injections.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import { classifyTask, readTask, type TaskReading } from './classify-task.ts';
import { estimateComplexity } from './estimate-complexity.ts';
import { NO_TOPIC, type TopicMatcher } from './match-topic.ts';
import type { Detector } from './sensitive/detector.ts';
import { readSensitivity, textsOf } from './read-sensitivity.ts';

export interface SignalSettings {
  /** A text that the caller gives with the question; empty for none. */
  readonly context: string;
  /** Whether documents are searched for what is asked. */
  readonly isSearched: boolean;
  readonly matchTopic: TopicMatcher;
  /** What the configuration adds to what is sensitive everywhere. */
  readonly ownDetectors: readonly Detector[];
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

const SIGNALS_VERSION = 'signals-2';
const VERSIONS = {
  task: 'linear-2',
  complexity: 'demand-1',
  sensitivity: 'detectors-5',
  ood: 'energy-1',
  regulated_topic: 'topics-4',
  injection: 'cues-1',
  language: 'words-1',
} as const;

/** A question to the documents that are searched, no topics, no clock. */
const PLAIN: SignalSettings = {
  context: '',
  isSearched: true,
  matchTopic: () => NO_TOPIC,
  ownDetectors: [],
  now: () => 0,
};

/** What the question itself says of the model that it needs, before anything is retrieved. */
export function readSignals(
  question: string,
  history: readonly Message[],
  settings: Partial<SignalSettings> = {},
): RouteSignals {
  const { context, isSearched, matchTopic, ownDetectors, now } = { ...PLAIN, ...settings };
  const measure = <Signal extends object>(name: keyof typeof VERSIONS, read: () => Signal) => {
    const startedAt = now();
    const signal = read();
    const microseconds = Math.max(0, (now() - startedAt) * 1000);
    return { ...signal, version: VERSIONS[name], microseconds };
  };
  const asked = { question, context, isSearched };
  let reading: TaskReading | null = null;
  // Most of the time of a decision: two signals are read off it.
  const readOnce = () => (reading ??= readTask(asked));
  return {
    version: SIGNALS_VERSION,
    task: measure('task', () => classifyTask(asked, readOnce())),
    complexity: measure('complexity', () => estimateComplexity(question, history)),
    sensitivity: measure('sensitivity', () =>
      readSensitivity({ question, history, context }, ownDetectors),
    ),
    ood: measure('ood', () => withCertainty(readOnce().oddity)),
    regulated_topic: measure('regulated_topic', () => {
      const { met, confidence } = matchTopic(question);
      const [first, ...also] = met.map((match) => ({ ...match, why: [...match.why] }));
      return { value: first?.topic ?? null, confidence, why: first?.why ?? [], also };
    }),
    injection: measure('injection', () =>
      withCertainty(Math.max(...[question, ...textsOf(history)].map(scoreInjection))),
    ),
    language: measure('language', () => {
      const value = detectLanguage(question);
      return { value, confidence: value === null ? 0 : 1 };
    }),
  };
}

/** A score says least in the middle. */
function withCertainty(value: number) {
  return { value, confidence: Math.abs(2 * value - 1) };
}
