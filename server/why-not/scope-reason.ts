import { classificationRank } from '../../contract/classification.ts';
import type { TraceIdentity } from '../../contract/trace.ts';
import type { RetrievalTrace } from '../../contract/retrieval-trace.ts';
import type { DocumentThen } from '../../db/queries/documents-then.ts';
import type { Reason } from './absence-question.ts';

interface Asked {
  readonly retrieval: Pick<RetrievalTrace, 'collections' | 'filters'>;
  readonly identity: Pick<TraceIdentity, 'caller'>;
}

/** Why a document that served was not searched for this question; null when it was. */
export function findScopeReason(document: DocumentThen, asked: Asked): Reason | null {
  const filters = describeFilters(document, asked.retrieval);
  if (filters.length > 0) {
    return { stage: 'filters', code: 'filtered', detail: filters.join(' ') };
  }
  if (document.is_readable_to_asker) return null;
  return {
    stage: 'access',
    code: 'not_readable',
    detail: describeAccess(document, asked.identity.caller),
  };
}

/** One sentence for each filter that left it out. */
function describeFilters(
  document: DocumentThen,
  { collections, filters }: Asked['retrieval'],
): readonly string[] {
  const sentences: string[] = [];
  if (!collections.includes(document.collection)) {
    const searched = collections.length === 0 ? 'none' : collections.join(', ');
    sentences.push(
      `It is in the collection ${document.collection}; the collections searched were ${searched}.`,
    );
  }
  if (filters.source !== undefined && filters.source !== document.source) {
    sentences.push(`The filter asked for the source ${filters.source}.`);
  }
  if (filters.sources !== undefined && !filters.sources.includes(document.source)) {
    sentences.push(`The filter asked for one of the sources ${filters.sources.join(', ')}.`);
  }
  const lacking = (filters.tags ?? []).filter((tag) => !document.tags.includes(tag));
  if (lacking.length > 0) {
    sentences.push(`The filter asked for tags that it does not have now: ${lacking.join(', ')}.`);
  }
  if (filters.mime !== undefined && filters.mime !== document.mime) {
    sentences.push(`The filter asked for ${filters.mime}; it is ${document.mime ?? 'unknown'}.`);
  }
  return sentences;
}

/** Access lists keep no history, so those of now are named as such. */
function describeAccess(document: DocumentThen, caller: TraceIdentity['caller']): string {
  const sentences: string[] = [];
  const { classification, acl } = document;
  if (classificationRank(classification) > classificationRank(caller.clearance)) {
    sentences.push(
      `It is classified ${classification} now; the caller was cleared for ${caller.clearance}.`,
    );
  }
  if (acl.length > 0 && !acl.some((group) => caller.groups.includes(group))) {
    const groups = caller.groups.length === 0 ? 'no group' : caller.groups.join(', ');
    sentences.push(`It is open to ${acl.join(', ')} now; the caller was in ${groups}.`);
  }
  return sentences.join(' ');
}
