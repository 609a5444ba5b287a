import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { renderTable, type Column } from '../../../../cli/text/render-table.ts';

const colors = picocolors.createColors(false);
const columns: readonly Column<{ readonly n: number; readonly name: string }>[] = [
  { title: 'n', align: 'right', cell: (row) => String(row.n) },
  { title: 'name', cell: (row) => row.name },
];

describe('renderTable', () => {
  it('lines columns up under their titles', () => {
    const rows = [
      { n: 7, name: 'leave' },
      { n: 12, name: 'pay' },
    ];
    expect(renderTable(rows, columns, { width: null, colors })).toBe(
      ' n  name\n 7  leave\n12  pay',
    );
  });

  it('cuts the last column to the terminal but never below 30 cells', () => {
    const rows = [{ n: 1, name: 'x'.repeat(60) }];
    const [, line] = renderTable(rows, columns, { width: 20, colors }).split('\n');
    expect(line).toBe(`1  ${'x'.repeat(29)}…`);
  });

  it('keeps a row on one line whatever its cells hold', () => {
    const rows = [{ n: 1, name: 'a\nb\u001B[2J' }];
    expect(renderTable(rows, columns, { width: null, colors }).split('\n')).toHaveLength(2);
  });
});
