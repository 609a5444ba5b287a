import { escapeMarkup } from './escape-markup.ts';
import type { PlottedFigure } from './report-block.ts';

const ROW = 20;
/** More than a letter takes at the size of the labels. */
const LETTER = 7;
const AXIS = 420;
const MARGIN = 24;
const COLORS = [
  '#1f5fa8',
  '#b4541a',
  '#2f7d4f',
  '#7b4fa0',
  '#8a6d1d',
  '#b02a5b',
  '#4a6572',
  '#333',
];

/** An SVG: for each share a point at its value and a line over its interval, on an axis from 0 to 100 %. */
export function plotIntervals(plot: {
  readonly title: string;
  readonly figures: readonly PlottedFigure[];
}): string {
  const { title, figures } = plot;
  const variants = [...new Set(figures.map(({ variant }) => variant))];
  const labels = figures.map(({ label, variant }) =>
    variants.length > 1 ? `${label}: ${variant}` : label,
  );
  const left = MARGIN + LETTER * Math.max(0, ...labels.map(({ length }) => length));
  const height = MARGIN * 2 + ROW * figures.length;
  const width = left + AXIS + MARGIN;
  const x = (share: number) => (left + share * AXIS).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${x(share)}" y1="${MARGIN}" x2="${x(share)}" y2="${height - MARGIN}" stroke="#d7dde5"/>` +
      `<text x="${x(share)}" y="${height - 6}" text-anchor="middle">${share * 100} %</text>`,
  );
  const rows = figures.map(({ variant, value, low, high }, index) => {
    const y = MARGIN + ROW * index + ROW / 2;
    const color = COLORS[variants.indexOf(variant) % COLORS.length];
    return (
      `<text x="${left - 8}" y="${y + 4}" text-anchor="end">${escapeMarkup(labels[index] ?? '')}</text>` +
      `<line x1="${x(low)}" y1="${y}" x2="${x(high)}" y2="${y}" stroke="${color}" stroke-width="2"/>` +
      `<circle cx="${x(value)}" cy="${y}" r="4" fill="${color}"/>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(title)}">
${[...ticks, ...rows].join('\n')}
</svg>`;
}
