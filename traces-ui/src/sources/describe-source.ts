import type { SourceSettings } from '../../../contract/source.ts';

/** The place that a source follows, in short. */
export function describePlaceOf(settings: SourceSettings): string {
  switch (settings.kind) {
    case 'folder':
      return settings.path;
    case 'url':
      return settings.urls.length === 1
        ? (settings.urls[0] ?? '')
        : `${settings.urls[0] ?? ''} and ${settings.urls.length - 1} more`;
    case 'sitemap':
      return settings.url;
    case 'git':
      return `${settings.url ?? settings.path ?? ''} (${settings.ref})`;
    case 's3':
      return `${settings.bucket}/${settings.prefix} at ${settings.endpoint}`;
    default:
      return settings satisfies never;
  }
}

const UNITS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** `every 5 minutes`, `every hour`, `only when asked to` */
export function describeInterval(seconds: number | null): string {
  if (seconds === null) return 'only when asked to';
  const [size, unit] = UNITS.find(([length]) => seconds % length === 0) ?? [1, 'second'];
  const count = seconds / size;
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}
