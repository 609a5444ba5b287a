import { DRIFT_LIMITS, type DriftEvent } from '../../contract/drift.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { Database } from '../../db/client.ts';
import { findConfigs } from '../../db/queries/config-versions.ts';
import {
  listAnsweredChanges,
  listDocumentChanges,
  listSettingChanges,
  type DriftEventRow,
} from '../../db/queries/drift-events.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';

/** Sections that only say who may do what, and what happens then. */
const POLICY: ReadonlySet<string> = new Set([
  'routes',
  'regulated_topics',
  'sensitive',
  'reviews',
  'budgets',
  'verification',
]);
const ACCESS = 'documents';
const HASH_SHOWN = 12;
/** Servers that change over one after the other answer in turns for a while. */
const ONE_CHANGE_MS = 10 * 60_000;

/** What changed in a time, the oldest first; the newest 500. */
export async function listEvents(
  database: WorkspaceDatabase,
  deployment: Database,
  time: { readonly by: TraceReader; readonly from: Date; readonly to: Date },
): Promise<DriftEvent[]> {
  const scope = { ...time, limit: DRIFT_LIMITS.maxEvents };
  const answered = joinTurns(await listAnsweredChanges(database, scope));
  const rows = [
    ...(await explainConfigs(deployment, answered)),
    ...(await listDocumentChanges(database, scope)),
    ...(await listSettingChanges(database, scope)),
  ];
  return rows
    .toSorted((left, right) => left.at.getTime() - right.at.getTime())
    .slice(-DRIFT_LIMITS.maxEvents)
    .map(({ at, ...event }) => ({ at: at.toISOString(), ...event }));
}

/**
 * Changes of one thing that follow each other within minutes are one, from the first state to the last; none where it
 * ends as it began. Takes the newest first, as they are read.
 */
export function joinTurns(newestFirst: readonly DriftEventRow[]): readonly DriftEventRow[] {
  const joined: { event: DriftEventRow; lastAt: number }[] = [];
  for (const event of newestFirst.toReversed()) {
    const open = joined.findLast(
      ({ event: { kind, subject } }) => kind === event.kind && subject === event.subject,
    );
    if (open !== undefined && event.at.getTime() - open.lastAt <= ONE_CHANGE_MS) {
      open.event = { ...open.event, after: event.after, count: open.event.count + 1 };
      open.lastAt = event.at.getTime();
    } else {
      joined.push({ event, lastAt: event.at.getTime() });
    }
  }
  return joined.map(({ event }) => event).filter(({ before, after }) => before !== after);
}

/** Names the sections in which two configurations differ, as far as both are known. */
async function explainConfigs(
  deployment: Database,
  events: readonly DriftEventRow[],
): Promise<readonly DriftEventRow[]> {
  const changes = events.filter(({ kind }) => kind === 'configuration');
  const hashes = changes.flatMap(({ before, after }) => [before ?? '', after ?? '']);
  const configs = await findConfigs(deployment, hashes);
  return events.map((event) => {
    if (event.kind !== 'configuration') return event;
    const sections = findChangedSections(
      configs.get(event.before ?? ''),
      configs.get(event.after ?? ''),
    );
    return {
      ...event,
      kind: kindOf(sections),
      subject: sections.length === 0 ? null : sections.join(', '),
      before: event.before?.slice(0, HASH_SHOWN) ?? null,
      after: event.after?.slice(0, HASH_SHOWN) ?? null,
    };
  });
}

function kindOf(sections: readonly string[]): DriftEventRow['kind'] {
  if (sections.length === 0) return 'configuration';
  if (sections.every((section) => section === ACCESS)) return 'access';
  return sections.every((section) => POLICY.has(section)) ? 'policy' : 'configuration';
}

/** Empty where one of them is not known. */
export function findChangedSections(before: unknown, after: unknown): readonly string[] {
  if (!isRecord(before) || !isRecord(after)) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter(
      (name) => canonicalJson({ value: before[name] }) !== canonicalJson({ value: after[name] }),
    )
    .toSorted();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
