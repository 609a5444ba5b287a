import type { DocumentId } from '../../contract/ids.ts';
import type { SourceEntry } from './connector.ts';

export interface KnownEntry {
  readonly documentId: DocumentId;
  readonly fingerprint: string;
}

export interface SyncInput {
  /** What the last sync left, by path; without what was gone then. */
  readonly known: ReadonlyMap<string, KnownEntry>;
  /** A complete listing. */
  readonly listed: Iterable<SourceEntry>;
  /** Somebody has looked and confirmed that so much is to be retired. */
  readonly allowsMassRetire: boolean;
}

export interface KnownSourceEntry {
  readonly entry: SourceEntry;
  readonly documentId: DocumentId;
}

export interface GoneEntry {
  readonly path: string;
  readonly documentId: DocumentId;
}

export interface SyncPlan {
  readonly added: readonly SourceEntry[];
  readonly changed: readonly KnownSourceEntry[];
  readonly unchanged: readonly KnownSourceEntry[];
  /** Listed, but not readable now: what is known of them stays. `documentId` is null for new ones. */
  readonly skipped: readonly {
    readonly entry: SourceEntry;
    readonly documentId: DocumentId | null;
  }[];
  readonly gone: readonly GoneEntry[];
  /** What would be gone, when it is so much that somebody must confirm it first. */
  readonly withheld: { readonly gone: readonly GoneEntry[]; readonly reason: string } | null;
}

const MASS_RETIRE_FROM_KNOWN = 10;
const MASS_RETIRE_SHARE = 0.5;

/**
 * What a sync has to do. Pure. An empty listing, or one that would retire more than half of at least ten
 * documents, looks like a fault of the source: then nothing is retired until it is confirmed.
 */
export function planSync({ known, listed, allowsMassRetire }: SyncInput): SyncPlan {
  const entries = new Map([...listed].map((entry) => [entry.path, entry]));
  const added: SourceEntry[] = [];
  const changed: KnownSourceEntry[] = [];
  const unchanged: KnownSourceEntry[] = [];
  const skipped: { entry: SourceEntry; documentId: DocumentId | null }[] = [];
  for (const entry of entries.values()) {
    const before = known.get(entry.path);
    if (entry.problem !== null) skipped.push({ entry, documentId: before?.documentId ?? null });
    else if (before === undefined) added.push(entry);
    else {
      const isUnchanged = before.fingerprint === entry.fingerprint;
      (isUnchanged ? unchanged : changed).push({ entry, documentId: before.documentId });
    }
  }
  const gone = [...known]
    .filter(([path]) => !entries.has(path))
    .map(([path, { documentId }]) => ({ path, documentId }));
  const reason = allowsMassRetire ? null : reasonToWithhold(gone.length, known.size, entries.size);
  const plan = { added, changed, unchanged, skipped };
  if (reason === null) return { ...plan, gone, withheld: null };
  return { ...plan, gone: [], withheld: { gone, reason } };
}

function reasonToWithhold(gone: number, known: number, listed: number): string | null {
  if (gone === 0) return null;
  if (listed === 0) {
    return `The source is empty now; retiring its ${known} documents needs confirmation.`;
  }
  if (known < MASS_RETIRE_FROM_KNOWN || gone <= known * MASS_RETIRE_SHARE) return null;
  return `${gone} of ${known} documents are gone from the source; retiring them needs confirmation.`;
}
