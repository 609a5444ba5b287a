import type { EndUser } from '../../contract/retrieval.ts';
import type { Reader } from '../../db/queries/readable.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import { hasScope, type Caller } from '../caller.ts';

/**
 * In whose name documents are read: the end user's groups when one is named, never wider than the
 * key's own unless it has `admin`; else the key's.
 */
export function readerFor(caller: Caller, endUser?: EndUser): Reader {
  return {
    clearance: caller.clearance,
    groups: endUser === undefined ? caller.groups : groupsOf(caller, endUser),
    collections: caller.collections,
  };
}

/** An auditor sees the traces whose documents it may read; an administrator sees all of them. */
export function traceReaderFor(caller: Caller): TraceReader {
  return {
    reader: readerFor(caller),
    isAdmin: hasScope(caller, 'admin'),
    onlyApiKeyId: null,
  };
}

/** The service itself, where nobody asks: it sees everything in the workspace, and shows it to nobody. */
export const SEES_EVERYTHING: TraceReader = {
  reader: { clearance: 'restricted', groups: [], collections: '*' },
  isAdmin: true,
  onlyApiKeyId: null,
};

function groupsOf(caller: Caller, endUser: EndUser): readonly string[] {
  if (hasScope(caller, 'admin')) return endUser.groups;
  return endUser.groups.filter((group) => caller.groups.includes(group));
}
