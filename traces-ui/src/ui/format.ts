const LOCALE = 'en-GB';

const LANGUAGE = new Intl.DisplayNames(LOCALE, { type: 'language' });
const COUNT = new Intl.NumberFormat(LOCALE);
const DOLLARS = new Intl.NumberFormat(LOCALE, {
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
});
const DATE_TIME = new Intl.DateTimeFormat(LOCALE, {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** `1,234` */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1 chunk`, `2 chunks` */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `de` as `German`. */
export function formatLanguage(code: string): string {
  return LANGUAGE.of(code) ?? code;
}

/** Milliseconds as `0.4 ms`, `38 ms`, `1.24 s`, `2 min 5 s`, `3 h 20 min` or `2 d 5 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return `${ms === 0 ? '0' : ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${ms.toFixed(0)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** US dollars: `$0`, `$0.0021`, `$12.50`; what is smaller than a ten-thousandth cent says so. */
export function formatCost(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.000_001) return '< $0.000001';
  if (usd < 0.01) return `$${usd.toPrecision(2)}`;
  return usd < 1 ? `$${usd.toFixed(3)}` : `$${usd.toFixed(2)}`;
}

/** US dollars of a bill, to the cent: `$45,714.81`. */
export function formatDollars(usd: number): string {
  return DOLLARS.format(usd);
}

/** A share between 0 and 1 as `97 %`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** A raw score with as many digits as tell neighbours apart. */
export function formatScore(score: number): string {
  const size = Math.abs(score);
  if (size >= 10) return score.toFixed(1);
  return size >= 1 ? score.toFixed(2) : score.toFixed(size >= 0.1 || size === 0 ? 3 : 4);
}

/** Bytes as `812 B`, `14.2 kB` or `3.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000
    ? `${(bytes / 1_000).toFixed(1)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** An ISO time in the reader's own time zone: `23 Nov 2026, 16:14:30`. */
export function formatDateTime(iso: string): string {
  return DATE_TIME.format(new Date(iso));
}

/** The first characters of an id or a hash, enough to recognise it. */
export function formatHash(hash: string): string {
  return hash.length <= 16 ? hash : `${hash.slice(0, 8)}…${hash.slice(-4)}`;
}
