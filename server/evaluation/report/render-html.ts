import { escapeMarkup } from './escape-markup.ts';
import { plotIntervals } from './plot-intervals.ts';
import { plotFrontier } from './plot-frontier.ts';
import type { Report, ReportBlock, ReportTable } from './report-block.ts';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; background: #fff }
h1 { font-size: 1.6rem } h2 { margin-top: 2.5rem; font-size: 1.2rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid #d7dde5 }
svg { max-width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: #1c2430 }
`;

/** One page that needs nothing else and runs nothing; everything in it is text. */
export function renderHtml({ title, sections }: Report): string {
  const body = sections.map(
    ({ heading, blocks }) =>
      `<section>\n<h2>${escapeMarkup(heading)}</h2>\n${blocks.map(renderBlock).join('\n')}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeMarkup(title)}</h1>
${body.join('\n')}
</body>
</html>
`;
}

function renderBlock(block: ReportBlock): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escapeMarkup(block.text)}</p>`;
    case 'table':
      return renderTable(block.table);
    case 'plot':
      return block.figures.length === 0 ? '' : `<figure>${plotIntervals(block)}</figure>`;
    case 'frontier':
      return block.frontier.points.length === 0
        ? ''
        : `<figure>${plotFrontier(block.frontier)}</figure>`;
    default:
      return block satisfies never;
  }
}

function renderTable({ header, rows }: ReportTable): string {
  const head = header.every((name) => name === '')
    ? ''
    : `<thead>${renderRow('th', header)}</thead>`;
  const body = rows.map((row) => renderRow('td', row)).join('\n');
  return `<div class="scroll"><table>${head}<tbody>\n${body}\n</tbody></table></div>`;
}

function renderRow(tag: 'th' | 'td', row: readonly string[]): string {
  return `<tr>${row.map((cell) => `<${tag}>${escapeMarkup(cell)}</${tag}>`).join('')}</tr>`;
}
