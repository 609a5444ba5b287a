import type { Part } from './part.ts';

const CELL = /\S.*?(?:;(?=\s)|$)/gs;
const CELL_COST = 0.4;
const MAX_LABEL_CHARS = 120;

/** Cells `Column: value`; behind the first, a reader is told which row and, inside a cell, which column. */
export function splitCells(text: string, row: Part): readonly Part[] {
  const cells = Array.from(text.slice(row.start, row.end).matchAll(CELL), (match) => ({
    content: match[0],
    start: row.start + match.index,
  }));
  const rowLabel = shorten(cells[0]?.content.replace(/;$/, '') ?? '');
  return cells.map(({ content, start }, index): Part => {
    const context = index === 0 ? [] : [rowLabel];
    const column = /^[^:]{1,80}(?=: )/.exec(content)?.[0];
    return {
      start,
      end: start + content.length,
      cutCost: index === 0 ? row.cutCost : CELL_COST,
      context,
      innerContext: column === undefined ? context : [...context, column],
    };
  });
}

function shorten(label: string): string {
  return label.length <= MAX_LABEL_CHARS
    ? label
    : `${label.slice(0, MAX_LABEL_CHARS).toWellFormed()}…`;
}
