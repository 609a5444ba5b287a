import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import { openTopicModel, type TopicReading } from '../../server/routing/recognise-topic.ts';
import { DEFAULT_TOPIC_PROBABILITY, TOPIC_MODELS } from '../../contract/regulated-topic.ts';
import { TOPIC_MODEL } from '../../server/routing/topic-model.ts';
import { readGold, readTickets, TOPIC_SETS, type TopicExample } from './topic-examples.ts';
import { trainTopics } from './train-topics.ts';

const FOLDS = 4;

export interface TopicRow {
  readonly what: string;
  readonly regulated: number;
  readonly held: number;
  readonly recall: string;
  readonly ordinary: number;
  readonly heldWrongly: number;
  readonly falseHolds: string;
}

/** By models that know no text of the same voice. */
export function crossValidateTopics(examples: readonly TopicExample[]): readonly TopicRow[] {
  const voices = [...new Set(examples.map(({ voice }) => voice))];
  const foldOf = new Map(voices.map((voice, at) => [voice, at % FOLDS]));
  const guesses = Array.from({ length: FOLDS }, (_, fold) => {
    const isLeftOut = ({ voice }: TopicExample) => foldOf.get(voice) === fold;
    const read = openTopicModel(trainTopics(examples.filter((one) => !isLeftOut(one))));
    return examples
      .filter(isLeftOut)
      .map((example) => ({ ...example, isHeld: isHeld(read(example.text)) }));
  }).flat();
  return TOPIC_SETS.map((set) =>
    describeTopics(
      set,
      guesses.filter((guess) => guess.set === set),
    ),
  );
}

/** By the model that ships. */
export function measureHeldOutTopics(): readonly TopicRow[] {
  const read = openTopicModel(TOPIC_MODEL);
  const describe = (what: string, examples: readonly TopicExample[]) =>
    describeTopics(
      what,
      examples.map((one) => ({ ...one, isHeld: isHeld(read(one.text)) })),
    );
  const gold = readGold('held_out');
  return [
    describe('gold', gold),
    describe(
      'gold: answers',
      gold.filter(({ task }) => task === 'answer'),
    ),
    describe('whole tickets', readTickets('tickets-whole.jsonl')),
    describe('tickets: other problems', readTickets('tickets-held-out.jsonl')),
    describe('tickets: other wordings', readTickets('tickets-rewordings.jsonl')),
  ];
}

function isHeld({ probabilityOf }: TopicReading): boolean {
  return TOPIC_MODELS.some((topic) => probabilityOf(topic) >= DEFAULT_TOPIC_PROBABILITY);
}

function describeTopics(
  what: string,
  guesses: readonly { readonly isRegulated: boolean; readonly isHeld: boolean }[],
): TopicRow {
  const regulated = guesses.filter((guess) => guess.isRegulated);
  const ordinary = guesses.filter((guess) => !guess.isRegulated);
  const held = regulated.filter((guess) => guess.isHeld).length;
  const heldWrongly = ordinary.filter((guess) => guess.isHeld).length;
  return {
    what,
    regulated: regulated.length,
    held,
    recall: describeShare(held, regulated.length),
    ordinary: ordinary.length,
    heldWrongly,
    falseHolds: describeShare(heldWrongly, ordinary.length),
  };
}

function describeShare(part: number, total: number): string {
  const interval = wilsonInterval(part, total);
  if (interval === null) return 'no data';
  const [share, low, high] = [part / total, interval.low, interval.high].map((value) =>
    (100 * value).toFixed(1),
  );
  return `${share} % (${low} to ${high})`;
}
