import {
  MAX_CANARY_QUESTIONS,
  MIN_CANARY_QUESTIONS,
  type CanaryConfig,
  type CanaryQuestion,
} from '../../contract/canary.ts';
import { highestClassification, type Classification } from '../../contract/classification.ts';
import { MAX_GOLD_ITEMS, type GoldItem } from '../../contract/gold-set.ts';
import { findGoldSet, findSourceClasses, listGoldItems } from '../../db/queries/gold-sets.ts';
import { sourcesOf } from '../../db/queries/write-gold-sets.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { SEES_EVERYTHING } from '../access/reader-for.ts';

/** A question with the sources of the documents that its context quotes. */
export interface ChosenQuestion {
  readonly question: CanaryQuestion;
  readonly sources: readonly string[];
}

/** `lacking`: nothing is asked, and why. */
export type ChosenQuestions =
  | { readonly kind: 'chosen'; readonly questions: readonly ChosenQuestion[] }
  | { readonly kind: 'lacking'; readonly detail: string };

const MAX_CONTEXT_CHARS = 4_000;

/** The questions of the configuration, and after them those of the gold set's newest version. */
export async function chooseQuestions(
  database: WorkspaceDatabase,
  { questions = [], gold_set: name }: CanaryConfig,
): Promise<ChosenQuestions> {
  const written = questions.map((question) => ({ question, sources: [] }));
  if (name === undefined) return { kind: 'chosen', questions: written };
  const set = await findGoldSet(database, { name, version: null, by: SEES_EVERYTHING });
  if (set === null) return { kind: 'lacking', detail: `There is no gold set named "${name}".` };
  const { id, version } = set;
  const page = { id, version, part: null, by: SEES_EVERYTHING, limit: MAX_GOLD_ITEMS, after: null };
  const placed = await listGoldItems(database, page);
  const items = pickItems(placed.map(({ item }) => item));
  if (items.length < MIN_CANARY_QUESTIONS) {
    const detail = `Version ${version} of the gold set "${name}" has ${items.length} items that canaries can ask (of task "answer", neither adversarial nor for review), and ${MIN_CANARY_QUESTIONS} are needed.`;
    return { kind: 'lacking', detail };
  }
  const classes = await readClasses(database, items);
  return {
    kind: 'chosen',
    questions: [...written, ...items.map((item) => toQuestion(item, classes))],
  };
}

/**
 * At most 200 that a model may answer by itself, by the hashes of their ids: an item that is added or moved leaves the
 * others chosen, and in their order.
 */
export function pickItems(items: readonly GoldItem[]): readonly GoldItem[] {
  return items
    .filter((item) => item.task === 'answer' && !item.must_review && !item.adversarial)
    .map((item) => ({ item, place: sha256Hex(item.id) }))
    .toSorted((left, right) => (left.place < right.place ? -1 : 1))
    .slice(0, MAX_CANARY_QUESTIONS)
    .map(({ item }) => item);
}

/** A quote is as sensitive as its document, whatever the item says of itself. */
function toQuestion(
  item: GoldItem,
  classes: ReadonlyMap<string, readonly Classification[]>,
): ChosenQuestion {
  const { input, classification } = item;
  const context = joinQuotes(item.sources.flatMap(({ quote }) => quote ?? []));
  const sources = sourcesOf(item);
  const ofDocuments = sources.flatMap((source) => classes.get(source) ?? []);
  return {
    question: {
      question: input,
      ...(context !== '' && { context }),
      classification: highestClassification([classification, ...ofDocuments]),
    },
    sources,
  };
}

/** Whole quotes, as many as a context may hold. */
function joinQuotes(quotes: readonly string[]): string {
  return quotes.reduce((text, quote) => {
    const longer = text === '' ? quote : `${text}\n\n${quote}`;
    return longer.length > MAX_CONTEXT_CHARS ? text : longer;
  }, '');
}

async function readClasses(
  database: WorkspaceDatabase,
  items: readonly GoldItem[],
): Promise<ReadonlyMap<string, readonly Classification[]>> {
  const sources = new Set(items.flatMap((item) => sourcesOf(item)));
  const classes = new Map<string, readonly Classification[]>();
  for (const { source, classification } of await findSourceClasses(database, [...sources])) {
    classes.set(source, [...(classes.get(source) ?? []), classification]);
  }
  return classes;
}
