import { parseArgs } from 'node:util';
import { FEATURES } from '../../server/extraction/measure-features.ts';
import { rankCandidates } from '../../server/extraction/rank-candidates.ts';
import { fitChoices, probabilitiesOf, type ChoiceRow } from './fit-choices.ts';
import { isSameValue, readGoldSet } from './gold-set.ts';

// `node --import tsx bench/extract/train-extraction.ts [--demo folder]`: fits the coefficients of
// `server/extraction/extraction-model.ts` on the tuning part of the gold set, and says how well they do on
// documents that were left out of it. The held-out part is never read here.
const { values } = parseArgs({ options: { demo: { type: 'string' } } });

const FOLDS = 5;
/** Most fields that somebody asks for are there. */
const BLANKED_WEIGHT = 0.1;

/** Of the documents that are left out; made when it is first asked for. */
const models = new Map<number, ReturnType<typeof fitChoices>>();

interface TrainingField extends ChoiceRow {
  readonly path: string;
  readonly hasGold: boolean;
  /** The same field in a text from which its value is gone. */
  readonly isBlanked: boolean;
}

/** What is improbable by the coefficients of now teaches little, and takes its time. */
const MAX_OPTIONS = 40;

const documents = (await readGoldSet(values.demo)).filter(({ part }) => part === 'tuning');
const rows: readonly TrainingField[] = documents.flatMap(({ path, source, fields }) =>
  fields.flatMap(({ field, gold }) => {
    const { ranked } = rankCandidates(field, [source]);
    const options = ranked.slice(0, MAX_OPTIONS).map(({ features, value }) => ({
      values: FEATURES.map((name) => features[name]),
      isRight: gold !== null && isSameValue(value, gold),
    }));
    const row = { path, hasGold: gold !== null, isBlanked: false, weight: 1, options };
    if (gold === null) return [row];
    const others = options.filter(({ isRight }) => !isRight);
    return [
      row,
      { path, hasGold: false, isBlanked: true, weight: BLANKED_WEIGHT, options: others },
    ];
  }),
);

for (const threshold of [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7]) {
  process.stdout.write(`${describe(threshold)}\n`);
}
const fitted = fitChoices(rows);
process.stdout.write(
  `${JSON.stringify({ intercept: round(fitted.intercept), coefficients: Object.fromEntries(FEATURES.map((name, at) => [name, round(fitted.coefficients[at] ?? 0)])) }, null, 2)}\n`,
);

/** Each document is judged by coefficients that were fitted without it. */
function describe(threshold: number): string {
  let [right, wrong, gold, invented] = [0, 0, 0, 0];
  for (const row of rows) {
    gold += Number(row.hasGold);
    const model = withoutFold(foldOf(row));
    const chances = probabilitiesOf(model, row);
    const [best] = row.options
      .map(({ isRight }, at) => ({ isRight, p: chances[at] ?? 0 }))
      .toSorted((left, other) => other.p - left.p);
    if (best === undefined || best.p < threshold) continue;
    if (row.isBlanked) invented += 1;
    else if (best.isRight) right += 1;
    else wrong += 1;
  }
  return `from ${threshold}: precision ${round(right / (right + wrong))}, recall ${round(right / gold)} (${right} right, ${wrong} wrong of ${gold}; ${invented} where the value was taken out)`;
}

function withoutFold(fold: number) {
  const known = models.get(fold);
  if (known !== undefined) return known;
  const made = fitChoices(rows.filter((row) => foldOf(row) !== fold));
  models.set(fold, made);
  return made;
}

function foldOf({ path }: TrainingField): number {
  return documents.findIndex((document) => document.path === path) % FOLDS;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
