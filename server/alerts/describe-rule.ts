import type { Alert, AlertRule, AlertStanding } from '../../contract/alert.ts';
import type { AlertRow, AlertStateRow } from '../../db/queries/alerts.ts';

/** A configured rule as it stands; `row` is null until it has been looked at once. */
export function describeStanding(rule: AlertRule, row: AlertStateRow | null): AlertStanding {
  return {
    name: rule.name,
    kind: rule.kind,
    says: describeRule(rule),
    state: row?.state ?? null,
    since: row?.since.toISOString() ?? null,
    value: row?.value ?? null,
    detail: row?.detail ?? null,
  };
}

export function describeAlert({ id, name, detail, value, openedAt, closedAt }: AlertRow): Alert {
  return {
    id,
    name,
    detail,
    value,
    opened_at: openedAt.toISOString(),
    closed_at: closedAt?.toISOString() ?? null,
  };
}

function describeRule(rule: AlertRule): string {
  const patience = `for ${rule.for_minutes} minutes`;
  if (rule.kind === 'threshold') {
    const { metric, opens, at, window_minutes: minutes } = rule;
    return `${metric} ${opens} ${at} over ${minutes} minutes, ${patience}`;
  }
  if (rule.kind === 'drift') {
    const what = rule.measures?.map(toWords).join(' or ') ?? 'any measure';
    return `${what} has moved in the last ${rule.window} answers, beside those before them; ${patience}`;
  }
  const what = rule.good.what === 'fast' ? `within ${rule.good.within_ms} ms` : rule.good.what;
  const windows = rule.windows.map(
    ({ long_minutes: long, short_minutes: short, factor }) =>
      `${factor} times over ${long} and ${short} minutes`,
  );
  return `${rule.objective * 100} % ${what}: burns ${windows.join(', or ')}; ${patience}`;
}

function toWords(name: string): string {
  return name.replaceAll('_', ' ');
}
