import type { Report, ReportBlock, ReportTable } from './report-block.ts';

/** GitHub's Markdown. What it says comes from questions and documents, so nothing of it may be markup. */
export function renderMarkdown({ title, sections }: Report): string {
  const parts = [
    `# ${escapeMarkdown(title)}`,
    ...sections.flatMap(({ heading, blocks }) => [
      `## ${escapeMarkdown(heading)}`,
      ...blocks.flatMap(renderBlock),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Plots show what the tables say. */
function renderBlock(block: ReportBlock): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [escapeMarkdown(block.text)];
    case 'table':
      return [renderTable(block.table)];
    case 'plot':
    case 'frontier':
      return [];
    default:
      return block satisfies never;
  }
}

function renderTable({ header, rows }: ReportTable): string {
  const rule = `| ${header.map(() => '---').join(' | ')} |`;
  return [renderRow(header), rule, ...rows.map(renderRow)].join('\n');
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
}

function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~>]/gu, String.raw`\$&`)
    .replaceAll(/(?<=https?|ftp):/giu, '&#58;')
    .replaceAll(/(?<=\bwww)\./giu, '&#46;');
}
