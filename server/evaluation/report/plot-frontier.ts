import { formatEffort, FRONTIER_TITLES } from '../../../contract/format-frontier.ts';
import type { Frontier, FrontierPoint } from '../../../contract/frontier.ts';
import { isCompared } from '../../../contract/mark-dominated.ts';
import { escapeMarkup } from './escape-markup.ts';
import { placeLabels } from './place-labels.ts';

const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 60;
const RIGHT = 200;
const TOP = 20;
const BOTTOM = 40;

/**
 * An SVG: effort to the right from 0, success upwards from 0 to 100 %. Variants are discs and models squares; what is
 * dominated is hollow, and a line joins the variants that are not.
 */
export function plotFrontier({ effort, points }: Frontier): string {
  const most = Math.max(...points.map((point) => point.effort), Number.MIN_VALUE);
  const x = (value: number) => LEFT + (value / most) * (WIDTH - LEFT - RIGHT);
  const y = (quality: number) => HEIGHT - BOTTOM - quality * (HEIGHT - TOP - BOTTOM);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<line x1="${LEFT}" y1="${y(share)}" x2="${WIDTH - RIGHT}" y2="${y(share)}" stroke="#d7dde5"/>` +
      `<text x="${LEFT - 8}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`,
  );
  const ends = [0, most].map(
    (value, index) =>
      `<text x="${x(value)}" y="${HEIGHT - 14}" text-anchor="${index === 0 ? 'start' : 'end'}">${escapeMarkup(formatEffort(effort, value))}</text>`,
  );
  const best = points
    .filter(({ kind, dominated_by: by }) => kind === 'variant' && by === null)
    .toSorted((one, other) => one.effort - other.effort)
    .map((point) => `${x(point.effort).toFixed(1)},${y(point.quality).toFixed(1)}`);
  const places = points.map((point) => ({
    x: x(point.effort),
    y: y(point.quality),
    label: labelOf(point),
  }));
  const labels = placeLabels(places, WIDTH);
  const marks = [
    ...points.map((point) => drawPoint(point, x(point.effort), y(point.quality))),
    ...labels.map(
      (label, index) =>
        `<text x="${label.x.toFixed(1)}" y="${(label.y + 4).toFixed(1)}" text-anchor="${label.anchor}">${escapeMarkup(places[index]?.label ?? '')}</text>`,
    ),
  ];
  const title = escapeMarkup(FRONTIER_TITLES[effort]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${title}">
${[...ticks, ...ends, `<polyline points="${best.join(' ')}" fill="none" stroke="#1f5fa8"/>`, ...marks].join('\n')}
</svg>`;
}

function labelOf({ kind, name, dominated_by: by }: FrontierPoint): string {
  return `${name}${kind === 'model' ? ' (model)' : ''}${by === null ? '' : ', dominated'}`;
}

function drawPoint(point: FrontierPoint, ...at: [number, number]): string {
  const [left, top] = at.map((place) => Number(place.toFixed(1)));
  const color = point.kind === 'variant' ? '#1f5fa8' : '#b4541a';
  const isHollow = point.dominated_by !== null || !isCompared(point);
  const style = `fill="${isHollow ? '#fff' : color}" stroke="${color}" stroke-width="2"`;
  return point.kind === 'variant'
    ? `<circle cx="${left}" cy="${top}" r="5" ${style}/>`
    : `<rect x="${(left ?? 0) - 4}" y="${(top ?? 0) - 4}" width="8" height="8" ${style}/>`;
}
