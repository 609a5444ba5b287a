import {
  HELD_OUT_PARTS,
  readDeskExamples,
  readDeskTickets,
  readTrainingTickets,
} from '../../cli/workflow/desk-tickets.ts';
import { readShipped, startDesk, type MeasuredDesk } from './measure-workflow.ts';
import {
  chooseThresholds,
  describeResolved,
  type SortedTicket,
  type Thresholds,
} from './workflow-figures.ts';

const PRECISIONS = [0.8, 0.85, 0.9, 0.95];
/** What a bank wants of what nobody has looked at. */
const WANTED_PRECISION = 0.9;
/** Of the training tickets that the classifier has not learnt from, every so many. */
const SAMPLE_EVERY = 3;

/**
 * How many tickets the workflow of the support desk resolves without a person. Thresholds are chosen on training
 * tickets, sorted by a classifier that learnt from the other half of them; what is held out is measured only.
 */
export async function reportWorkflow(print: (line: string) => void): Promise<void> {
  const desk = await startDesk();
  try {
    await reportDesk(desk, print);
  } finally {
    await desk.stop();
  }
}

async function reportDesk(desk: MeasuredDesk, print: (line: string) => void): Promise<void> {
  const { tickets: examples, terms } = await readDeskExamples();
  await desk.train([...examples.filter((_, at) => at % 2 === 0), ...terms]);
  const unseen = (await readTrainingTickets()).filter((_, at) => at % 2 === 1);
  const sorted = await desk.putThrough(unseen.filter((_, at) => at % SAMPLE_EVERY === 0));
  const { thresholds: shipped, least } = readShipped();
  const chosen = reportChoice(sorted, { least, print });
  await desk.train([...examples, ...terms]);
  for (const { title, file } of HELD_OUT_PARTS) {
    const tickets = await desk.putThrough(await readDeskTickets(file));
    print(`\n${title}: ${tickets.length} tickets, as shipped (${describe(shipped)})`);
    describeResolved(tickets, shipped).forEach((line) => print(line));
    if (chosen === null || describe(chosen) === describe(shipped)) continue;
    print(`As chosen now (${describe(chosen)})`);
    describeResolved(tickets, chosen).forEach((line) => print(line));
  }
}

/** The thresholds that would be shipped; null where none do. */
function reportChoice(
  tickets: readonly SortedTicket[],
  { least, print }: { readonly least: number; readonly print: (line: string) => void },
): Thresholds | null {
  print(`Training tickets that the classifier has not seen: ${tickets.length}`);
  for (const precision of PRECISIONS) {
    const chosen = chooseThresholds(tickets, { precision, least });
    const wanted = `right in ${Math.round(100 * precision)} %, no regulated one`;
    print(`\n${wanted}: ${chosen === null ? 'no thresholds do' : describe(chosen)}`);
    if (chosen !== null) describeResolved(tickets, chosen).forEach((line) => print(line));
  }
  const chosen = chooseThresholds(tickets, { precision: WANTED_PRECISION, least });
  if (chosen === null) return null;
  print('\nFor demo/support-desk/footnote.config.yaml:');
  print(`      - { kind: verify, min_label_probability: { ${describe(chosen)} } }`);
  return chosen;
}

function describe({ alone, confirmed }: Thresholds): string {
  return `alone: ${alone}, confirmed: ${confirmed}`;
}
