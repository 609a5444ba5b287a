import type { Colors } from '../terminal.ts';
import { padEnd } from './layout.ts';

/** Lines of `name  value`, the values under each other; a null value leaves its line out. */
export function renderFacts(
  facts: readonly (readonly [name: string, value: string | number | null])[],
  colors: Colors,
): string {
  const shown = facts.filter(([, value]) => value !== null);
  const width = Math.max(...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${colors.dim(padEnd(name, width))}  ${value}`).join('\n');
}

/** `2026-11-23T15:55:00.000Z` as `2026-11-23 15:55:00`; all times are UTC. */
export function formatTime(timestamp: string): string {
  return timestamp.slice(0, 19).replace('T', ' ');
}

/** The same without seconds, for lists. */
export function formatMinute(timestamp: string): string {
  return formatTime(timestamp).slice(0, 16);
}

export function formatMilliseconds(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${Math.round(milliseconds)} ms`;
}

/** Where in a document something stands: `page 3, Leave › Carer's leave`; empty when it is not known. */
export function formatPlace(place: {
  readonly page: number | null;
  readonly heading_path: readonly string[];
}): string {
  const page = place.page === null ? [] : [`page ${place.page}`];
  const heading = place.heading_path.length === 0 ? [] : [place.heading_path.join(' › ')];
  return [...page, ...heading].join(', ');
}
