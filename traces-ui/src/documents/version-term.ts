import type { DocumentVersionSummary } from '../../../contract/document-version.ts';
import type { Term } from '../ui/terms/term.ts';

const SERVES: Term = {
  label: 'Serves now',
  tone: 'good',
  icon: 'check',
  meaning: 'Questions are answered from it.',
};
const HELD: Term = {
  label: 'Held',
  tone: 'warn',
  icon: 'eye',
  meaning: 'It waits for approval because of what was found in it.',
};
const WITHDRAWN: Term = {
  label: 'Withdrawn',
  tone: 'muted',
  icon: 'minus',
  meaning: 'Something took its place before it was approved: it has never served and never will.',
};
const SERVED: Term = {
  label: 'Served before',
  tone: 'muted',
  icon: 'clock',
  meaning: 'Old traces still show what they cited of it.',
};

/** Where a version stands, given the number of the one that serves now. */
export function versionTerm(
  version: Pick<DocumentVersionSummary, 'version' | 'withdrawn_at' | 'served_from'>,
  serving: number | null,
): Term {
  if (version.version === serving) return SERVES;
  if (version.served_from !== null) return SERVED;
  return version.withdrawn_at === null ? HELD : WITHDRAWN;
}
