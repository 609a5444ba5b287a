import { tenthPercent } from '../../core/text/percent.ts';
import type { ScoreCard } from './score-card.ts';

type Rows = readonly (readonly string[])[];

const HEADER = ['category', 'attacks', 'resisted', '95 % interval', 'ended as'];

/** Plain text in columns. */
export function renderText(card: ScoreCard): string {
  const failures = card.failures.map(
    ({ attack, technique, breach, detail }) => `  ${attack} (${technique}): ${breach}: ${detail}`,
  );
  return [
    card.title,
    '',
    ...columns([HEADER, ...rowsOf(card)]),
    '',
    ...columns(breachRows(card)),
    ...card.unseen.map((text) => `no data: ${text}`),
    ...(failures.length > 0 ? ['', 'Breaches:', ...failures] : []),
    '',
  ].join('\n');
}

export function renderMarkdown(card: ScoreCard): string {
  const table = (header: readonly string[], rows: Rows) => [
    `| ${header.join(' | ')} |`,
    `| ${header.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.map(escapeCell).join(' | ')} |`),
  ];
  const failures = card.failures.map((one) => [one.attack, one.technique, one.breach, one.detail]);
  return [
    `# ${card.title}`,
    '',
    ...table(HEADER, rowsOf(card)),
    '',
    ...table(['what must not come of an attack', 'attacks of which it did'], breachRows(card)),
    ...card.unseen.flatMap((text) => ['', `No data: ${text}`]),
    ...(failures.length > 0
      ? ['', ...table(['attack', 'technique', 'breach', 'detail'], failures)]
      : []),
    '',
  ].join('\n');
}

function rowsOf({ categories }: ScoreCard): Rows {
  return categories.map(({ category, attacks, resisted, share, endings }) => [
    category.replaceAll('_', ' '),
    String(attacks),
    `${resisted} (${tenthPercent(share.value)})`,
    `${tenthPercent(share.low)} to ${tenthPercent(share.high)}`,
    Object.entries(endings)
      .map(([ending, count]) => `${ending.replaceAll('_', ' ')} ${count}`)
      .join(', '),
  ]);
}

function breachRows({ breaches, sinkHits }: ScoreCard): Rows {
  return [
    ...Object.entries(breaches).map(([name, count]) => [name.replaceAll('_', ' '), String(count)]),
    ['requests to the address that nothing may be sent to', String(sinkHits)],
  ];
}

function columns(rows: Rows): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, at) => Math.max(cell.length, widest[at] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function escapeCell(text: string): string {
  return text.replaceAll(/[\n\r]+/gu, ' ').replaceAll(/[|<>`[\]!*_\\]/gu, String.raw`\$&`);
}
