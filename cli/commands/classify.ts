import { resolve } from 'node:path';
import type { Command } from 'commander';
import { MAX_CLASSIFIED_TEXTS, type TextClassification } from '../../contract/classify.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { readTextFile } from '../read-text-file.ts';
import { wholeNumber } from '../option-parsers.ts';
import { renderFacts } from '../text/facts.ts';
import { renderTable, type Column } from '../text/render-table.ts';

interface ClassifyOptions {
  readonly file?: string;
  readonly version?: number;
  readonly store: boolean;
  readonly json?: boolean;
}

const MAX_VERSION = 2_147_483_647;

interface Line {
  readonly text: string;
  readonly result: TextClassification;
}

const columns: readonly Column<Line>[] = [
  { title: 'label', cell: ({ result }) => result.label ?? '–' },
  { title: 'probability', align: 'right', cell: ({ result }) => tenthPercent(result.probability) },
  { title: 'decided by', cell: ({ result }) => result.model ?? result.decided_by },
  { title: 'text', cell: ({ text }) => text },
];

export function registerClassify(program: Command, run: RunCommand): void {
  program
    .command('classify <classifier> [text]')
    .description('label a text, or each line of a file')
    .option('--file <path>', 'label each line of this file')
    .option('--version <n>', 'another version than the active one', wholeNumber(1, MAX_VERSION))
    .option('--no-store', 'keep no trace')
    .option('--json', 'print the answers of the server as JSON, one a line')
    .action(
      (
        classifier: string,
        text: string | undefined,
        ...[options, command]: [ClassifyOptions, Command]
      ) => run(command, (context) => classify(context, { classifier, text, ...options })),
    );
}

async function classify(
  { client, terminal, settings }: CommandContext,
  wanted: ClassifyOptions & { readonly classifier: string; readonly text: string | undefined },
): Promise<ExitCode> {
  const { classifier, version, store, json, file } = wanted;
  const path = file === undefined ? null : resolve(settings.workingDirectory, file);
  const texts = path === null ? [givenText(wanted.text)] : readLines(await readTextFile(path));
  const lines: Line[] = [];
  for (let from = 0; from < texts.length; from += MAX_CLASSIFIED_TEXTS) {
    const batch = texts.slice(from, from + MAX_CLASSIFIED_TEXTS);
    const body = {
      classifier,
      texts: [...batch],
      store,
      ...(version === undefined ? {} : { version }),
    };
    const reply = await client.call('classify', { body });
    if (json === true) terminal.printJson(reply.raw);
    lines.push(...reply.value.results.map((result, at) => ({ result, text: batch[at] ?? '' })));
  }
  if (json === true) return 0;
  const [first] = lines;
  if (file !== undefined || first === undefined) {
    terminal.print(renderTable(lines, columns, terminal));
  } else terminal.print(renderFacts(describeResult(first.result), terminal.colors));
  return 0;
}

function describeResult(result: TextClassification): Parameters<typeof renderFacts>[0] {
  return [
    ['label', result.label ?? '– (abstained)'],
    ['probability', tenthPercent(result.probability)],
    ['decided by', result.model ?? result.decided_by],
    ['because', result.reason],
    [
      'next',
      result.top
        .map(({ label, probability }) => `${label} ${tenthPercent(probability)}`)
        .join(', '),
    ],
    ['words', result.why.map(({ term, weight }) => `${term} ${weight.toFixed(2)}`).join(', ')],
    ['review', result.review_id],
    ['trace', result.trace_id],
  ];
}

function givenText(text = ''): string {
  if (text.trim() !== '') return text;
  throw new AppError('invalid_value', 'Name a text to label, or a file of texts with --file.');
}

function readLines(text: string): readonly string[] {
  return text.split(/\r?\n/u).filter((line) => line.trim() !== '');
}
