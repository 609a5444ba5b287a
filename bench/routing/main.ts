import { parseArgs } from 'node:util';
import {
  accuracyAtCoverage,
  accuracyOf,
  calibrationErrorOf,
  macroF1,
} from './classifier-metrics.ts';
import { huntLeaks } from './leaks/hunt-leaks.ts';
import { measureCascade } from './measure-cascade.ts';
import { measureDecision } from './decision/measure-decision.ts';
import { measureDemand } from './measure-demand.ts';
import { measureSensitive, type Recall } from './measure-sensitive.ts';
import { measureTask, type TaskGuess } from './measure-task.ts';
import { measureAbstention, measureTriage } from './measure-triage.ts';
import { crossValidateTopics, measureHeldOutTopics } from './measure-topics.ts';
import { DEFAULT_ROUTING_DATA, openRoutingData, type RoutingData } from './read-routing-data.ts';
import { readTopicExamples } from './topic-examples.ts';

/** They need no data of others. */
const OWN_PARTS = ['decision', 'leaks'] as const;
const DATA_PARTS = [
  'complexity',
  'cascade',
  'task',
  'triage',
  'ood',
  'sensitive',
  'topics',
] as const;
const PARTS = [...OWN_PARTS, ...DATA_PARTS] as const;

// `npm run bench:routing [-- --part decision|leaks|complexity|cascade|task|triage|ood|sensitive|topics] [--data folder] [--json]`: how
// long a decision takes, whether any model is ever called that may not be (`--requests`), and how good the signals
// of the router are on what they were not trained on. Each part but `leaks`, which takes minutes, takes one or less.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    data: { type: 'string', default: DEFAULT_ROUTING_DATA },
    pii: { type: 'string', default: '../shared/data/pii/presidio-train.jsonl' },
    requests: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
});
const parts = PARTS.filter((part) => values.part === undefined || values.part === part);
if (parts.length === 0) throw new Error(`--part is one of ${PARTS.join(', ')}.`);
if (parts.includes('decision')) await reportDecision();
if (parts.includes('leaks')) await reportLeaks();
const wanted = DATA_PARTS.filter((part) => parts.includes(part));
const data = openRoutingData(values.data);
if (data === null && wanted.length > 0) {
  process.stderr.write(`Skipped, because ${values.data} is not there.\n`);
} else if (data !== null) {
  for (const part of wanted) report(part, data);
}

async function reportDecision(): Promise<void> {
  const { cpu, added, replay } = await measureDecision();
  print('decision: CPU milliseconds on prompts of 1 kB', cpu);
  print('decision: milliseconds at 300 requests a second, simulated upstream', added);
  print('decision: replayed a second', replay);
}

/** Fails when a model was called that may not see what it was sent. */
async function reportLeaks(): Promise<void> {
  const { leaks, callsByKind, ...counts } = await huntLeaks(Number(values.requests), 1);
  print('leaks', { ...counts, leaks: leaks.length });
  print('leaks: calls by kind', callsByKind);
  for (const leak of leaks.slice(0, 10)) process.stdout.write(`${JSON.stringify(leak)}\n`);
  if (leaks.length > 0) process.exitCode = 1;
}

function report(part: (typeof DATA_PARTS)[number], sets: RoutingData): void {
  switch (part) {
    case 'complexity':
      return reportComplexity(sets);
    case 'cascade':
      return print(
        'cascade: share of calls of the large model for 95 % of its accuracy',
        measureCascade(sets.readMathOutcomes()).map((row) => ({ ...row })),
      );
    case 'task':
      return reportTask(sets);
    case 'triage':
      return print('triage of tickets', measureTriage(sets.readTickets()));
    case 'ood':
      return print(
        'abstention',
        measureAbstention(sets.readIntents(), sets.readIntentsLeftOut()).map((row) => ({ ...row })),
      );
    case 'sensitive':
      return reportSensitive(sets);
    case 'topics':
      return reportTopics(sets);
    default: {
      const never: never = part;
      throw new Error(`No part is named ${String(never)}.`);
    }
  }
}

function reportComplexity(sets: RoutingData): void {
  const rows = measureDemand(sets.readOutcomes());
  print(
    'complexity: share of the gap between a small and a large model that is recovered (APGR)',
    rows.map((row) => ({ ...row })),
  );
}

function reportTask(sets: RoutingData): void {
  const guesses = measureTask(sets.readTasks());
  const rows = guesses.filter(({ set }) => set === 'dolly');
  const templates = guesses.filter(({ set }) => set !== 'dolly');
  const names = [...new Set(templates.map(({ set }) => set))];
  print('task', [
    describeTask('instructions', rows),
    describeTask('templates of data sets left out', templates),
    ...names.map((name) =>
      describeTask(
        name,
        templates.filter(({ set }) => set === name),
      ),
    ),
  ]);
}

function describeTask(what: string, guesses: readonly TaskGuess[]) {
  return {
    what,
    count: guesses.length,
    accuracy: accuracyOf(guesses),
    accuracyAt80: accuracyAtCoverage(guesses, 0.8),
    macroF1: macroF1(guesses),
    calibrationError: calibrationErrorOf(guesses),
  };
}

function reportSensitive(sets: RoutingData): void {
  const clean = [...sets.readTickets(), ...sets.readIntents()].map(({ text }) => text);
  const { byType, generated, documents, falseAlarms, millisecondsPerKilobyte } = measureSensitive(
    values.pii,
    clean,
  );
  print('sensitive: a judged set', byType.map(describeRecall));
  print('sensitive: made up', generated.map(describeRecall));
  print('sensitive: whole texts', { ...documents, falseAlarms, millisecondsPerKilobyte });
}

function reportTopics(sets: RoutingData): void {
  const crossValidated = crossValidateTopics(readTopicExamples(sets));
  print('regulated topics: by models that know no text of the same voice', crossValidated);
  print('regulated topics: by the model that ships, held out', measureHeldOutTopics());
}

function describeRecall({ what, found, there }: Recall) {
  return { what, found, there, recall: found / there };
}

type Cells = Readonly<Record<string, string | number>>;

function print(title: string, measured: object | readonly Cells[]): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ [title]: measured })}\n`);
    return;
  }
  const rows: readonly object[] = Array.isArray(measured) ? measured : [measured];
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => Object.values(row).map(show));
  const table = [names, ...cells];
  const widths = names.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '),
  );
  process.stdout.write(`${title}\n${lines.join('\n')}\n\n`);
}

function show(value: unknown): string {
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? String(value) : value.toFixed(4);
}
