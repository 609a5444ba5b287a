import type { SourcesConfig } from '../../contract/config.ts';
import type { IngestErrorCode } from '../../contract/ingest-run.ts';
import type { SourceSettings } from '../../contract/source.ts';
import type { SafeFetch, SafeFetchOptions } from '../../platform/safe-fetch.ts';

/** One file or page that a source holds. */
export interface SourceEntry {
  /** Becomes the document's `source`: stable, and unique within the source. */
  readonly path: string;
  readonly fileName: string;
  /** Opaque; equal to the one of an earlier listing only when nothing has changed since. */
  readonly fingerprint: string;
  /** In bytes, where the source tells it. */
  readonly size: number | null;
  /** Why the entry cannot be read now, though it is there: what is known of it stays as it is. */
  readonly problem: EntryProblem | null;
}

export interface EntryProblem {
  readonly code: IngestErrorCode;
  readonly detail: string;
}

export interface SourceFile {
  readonly bytes: Buffer;
  readonly fileName: string;
  /** What to remember: it belongs to these bytes, which may be newer than the listing. */
  readonly fingerprint: string;
}

export interface Connector {
  /**
   * Everything the source holds. Throws `AppError` when it cannot tell completely, because what a
   * complete listing leaves out is gone.
   */
  list(signal: AbortSignal): AsyncIterable<SourceEntry>;
  /** Throws `AppError`: `not_found` when the entry is gone by now, `too_large`, `unavailable`, ... */
  read(entry: SourceEntry, signal: AbortSignal): Promise<SourceFile>;
  close(): Promise<void>;
}

export interface FollowedSource {
  readonly name: string;
  readonly settings: SourceSettings;
  /** Fingerprints of the last sync by path, to ask web servers only for what is new. */
  readonly known: ReadonlyMap<string, string>;
}

export interface ConnectorDeps {
  /** What the operator allows. */
  readonly config: SourcesConfig;
  readonly secrets: ReadonlyMap<string, string>;
  /** A guarded fetcher under the operator's policy for sources. */
  readonly openFetch: (limits: Omit<SafeFetchOptions, 'policy'>) => SafeFetch;
  /** Where a repository may be kept while it is read. */
  readonly temporaryFolder: string;
  readonly now: () => Date;
}
