import { parseArgs } from 'node:util';
import { readGoldSet } from './gold-set.ts';
import { measureDocument, type MeasuredField } from './measure-extraction.ts';

// `npm run bench:extract [-- --demo folder] [-- --wrong]`: how well values are extracted from the demo's documents
// without a model. Coefficients and thresholds were chosen on the tuning part; the held-out part is measured only.
const { values } = parseArgs({
  options: { demo: { type: 'string' }, wrong: { type: 'boolean', default: false } },
});

const startedAt = performance.now();
const documents = await readGoldSet(values.demo);
const measured = documents.flatMap(measureDocument);
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
for (const part of ['tuning', 'held_out'] as const) report(part);
process.stdout.write(`${documents.length} documents in ${seconds} s, with reading the files.\n`);
if (values.wrong) {
  for (const field of measured.filter(({ part }) => part === 'tuning')) complain(field);
}

function report(part: MeasuredField['part']): void {
  const fields = measured.filter((field) => field.part === part);
  const count = new Set(fields.map(({ path }) => path)).size;
  print(
    `\n${part === 'tuning' ? 'Tuning' : 'Held out'}: ${count} documents, ${fields.length} fields`,
  );
  for (const kind of [...new Set(fields.map((field) => field.kind))].toSorted()) {
    print(`  ${kind.padEnd(12)}${describe(fields.filter((field) => field.kind === kind))}`);
  }
  print(`  ${'all'.padEnd(12)}${describe(fields)}`);
  print('  target      precision ≥ 95.0 %, recall ≥ 80.0 %, 0 invented');
}

/** A field that the document does not speak of counts against precision where it is filled all the same. */
function describe(fields: readonly MeasuredField[]): string {
  const of = (outcome: MeasuredField['outcome']) =>
    fields.filter((field) => field.outcome === outcome).length;
  const [right, wrong, absent] = [of('right'), of('wrong'), of('filled_though_absent')];
  const gold = right + wrong + of('missed');
  const invented = fields.filter(({ isInvented }) => isInvented).length;
  return [
    `precision ${percent(right, right + wrong + absent)}, recall ${percent(right, gold)}`,
    `(${right} right, ${wrong} wrong, ${of('missed')} missed of ${gold};`,
    `${absent} of ${absent + of('rightly_missing')} absent ones filled; ${invented} invented)`,
  ].join(' ');
}

function percent(count: number, total: number): string {
  return total === 0 ? '–' : `${((100 * count) / total).toFixed(1)} %`;
}

function complain({ path, name, outcome, gold, found }: MeasuredField): void {
  if (outcome === 'right' || outcome === 'rightly_missing') return;
  print(
    `${path} ${name}: ${outcome}, ${String(gold)} but ${String(found.value)}. ${found.reason.text}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
