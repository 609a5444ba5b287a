import type { WhyNotAnswer } from '../../contract/why-not.ts';
import type { Reader } from '../../db/queries/readable.ts';
import type { AbsenceQuestion, Wanted } from './absence-question.ts';
import { findCorpusReason } from './corpus-reason.ts';
import { describeRanks } from './describe-ranks.ts';
import { findWanted } from './find-wanted.ts';
import { findInLedger } from './ledger-reason.ts';
import { placesOf } from './places-of.ts';
import { rankAgain, type RankDeps } from './rank-again.ts';
import { findScopeReason } from './scope-reason.ts';

/**
 * Why a document or a chunk was not retrieved: from the ledger where it stands there, else by asking the index
 * as it stood then. Throws `AppError('not_found')` for what does not exist or may not be seen.
 */
export async function explainAbsence(
  question: AbsenceQuestion,
  deps: RankDeps,
): Promise<WhyNotAnswer> {
  const { retrieval, identity } = question.trace;
  const asOf = instantOf(question.trace);
  // The trace names the collections that its caller searched, which were among those it could read.
  const asker: Reader = {
    clearance: identity.caller.clearance,
    groups: identity.caller.groups,
    collections: '*',
  };
  const wanted = await findWanted({ ...question, asOf, asker }, deps.database);
  const base = describeWanted(wanted, asOf);
  if (wanted === null) {
    const { collection } = question.name;
    const where = collection === undefined ? '' : ` into the collection ${collection}`;
    const detail = `No document with this source has ever been ingested${where}.`;
    return { ...base, stage: 'corpus', code: 'never_ingested', detail };
  }
  const entry = findInLedger(retrieval.candidates, wanted);
  if (entry !== null) return { ...base, ...entry };
  const lost = findCorpusReason(wanted, asOf) ?? findScopeReason(wanted.document, question.trace);
  if (lost !== null) return { ...base, ...lost };
  const ranks = await rankAgain(wanted, { retrieval, asker, asOf }, deps);
  return {
    ...base,
    stage: 'legs',
    code: 'not_a_candidate',
    detail: describeRanks(ranks),
    ...placesOf(ranks),
    cut_off: ranks.cutOff,
  };
}

/**
 * The database stamps versions by its own clock: what the retrieval saw serve, served then, whatever the time
 * was where the question came in.
 */
function instantOf({ identity, retrieval }: AbsenceQuestion['trace']): Date {
  if (typeof retrieval.as_of === 'string') return new Date(retrieval.as_of);
  const asked = new Date(identity.created_at);
  const newest = new Date(retrieval.index_snapshot ?? 0);
  return newest > asked ? newest : asked;
}

function describeWanted(wanted: Wanted | null, asOf: Date) {
  return {
    ...placesOf({ dense: null, lexical: null }),
    cut_off: null,
    as_of: asOf.toISOString(),
    document: wanted && {
      id: wanted.document.id,
      collection: wanted.document.collection,
      source: wanted.document.source,
      title: wanted.document.title,
      version: wanted.document.version,
    },
    chunk_id: wanted?.chunk?.id ?? null,
  };
}
