import type { LedgerEntry } from '../../contract/retrieval.ts';
import type { ChunkShift, ClaimShift, TraceDiff } from '../../contract/trace-diff.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { diffText } from '../../core/diff/diff-text.ts';

/** Two answers' records, step by step. Pure. */
export function diffTraces(from: AnswerTraceRecord, to: AnswerTraceRecord): TraceDiff {
  const both = <Value>(read: (record: AnswerTraceRecord) => Value) => ({
    from: read(from),
    to: read(to),
  });
  return {
    from: from.identity.id,
    to: to.identity.id,
    asked_at: both((record) => record.identity.created_at),
    question: describeDifference(from.question.text, to.question.text),
    settings: {
      as_of: both((record) => record.retrieval.as_of ?? null),
      index_snapshot: both((record) => record.retrieval.index_snapshot),
      requested_model: both((record) => record.question.requested_model),
      prompt_version: both((record) => record.prompt?.version ?? null),
      config_hash: both((record) => record.identity.config_hash),
      code_version: both((record) => record.identity.code_version),
      retrieval: diffSettings(from, to),
    },
    route: {
      rule: both((record) => record.routing.rule),
      task: both((record) => record.route.task),
      model: both((record) => record.route.model),
      reason: both((record) => record.outcome.reason),
    },
    retrieval: {
      ...diffLedgers(from.retrieval.candidates, to.retrieval.candidates),
      confidence: both((record) => record.retrieval.confidence),
      removed_by_access: both((record) => record.retrieval.removed_by_access),
    },
    prompt: {
      same: canonicalJson(promptParts(from)) === canonicalJson(promptParts(to)),
      token_count: both((record) => record.prompt?.token_count ?? null),
    },
    answer: {
      ...describeDifference(from.answer.text, to.answer.text),
      status: both((record) => record.outcome.status),
      verdict: both((record) => record.verification.verdict),
    },
    claims: diffClaims(from, to),
    measures: {
      cost_usd: both((record) => record.measures.usage.cost_usd),
      input_tokens: both((record) => record.measures.usage.input_tokens),
      output_tokens: both((record) => record.measures.usage.output_tokens),
      retrieve_ms: both((record) => record.measures.timings_ms.retrieve),
      generate_ms: both((record) => record.measures.timings_ms.generate),
    },
  };
}

/** All that the messages are made of, but the random word that stands around the chunks of each prompt. */
function promptParts({ prompt, evidence, question }: AnswerTraceRecord) {
  if (prompt === null) return null;
  return {
    template_sha256: prompt.template_sha256,
    chunks: evidence.map(({ marker, content_hash: hash }) => ({ marker, hash })),
    question: question.text,
    history: question.history,
    cut: prompt.cut,
  };
}

function describeDifference(from: string, to: string) {
  const { granularity, words } = diffText(from, to);
  return { same: from === to, granularity, words: [...words] };
}

function diffSettings(from: AnswerTraceRecord, to: AnswerTraceRecord) {
  const old = new Map(Object.entries(from.retrieval.settings));
  const fresh = new Map(Object.entries(to.retrieval.settings));
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((name) => {
    const [before, after] = [show(old.get(name)), show(fresh.get(name))];
    return before === after ? [] : [{ name, from: before, to: after }];
  });
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : canonicalJson(value);
}

/** In the order of the new selection; what left it stands behind, in the order of the old one. */
function diffLedgers(
  from: readonly LedgerEntry[],
  to: readonly LedgerEntry[],
): { kept: number; shifts: ChunkShift[] } {
  const old = new Map(from.map((entry) => [entry.chunk_id, entry]));
  const fresh = new Map(to.map((entry) => [entry.chunk_id, entry]));
  const shifts: ChunkShift[] = [];
  let kept = 0;
  for (const entry of selectedOf(to)) {
    const before = old.get(entry.chunk_id);
    if (before?.selected !== true) shifts.push(describeShift('entered', before, entry));
    else if (before.rank !== entry.rank) shifts.push(describeShift('moved', before, entry));
    else kept += 1;
  }
  for (const entry of selectedOf(from)) {
    const after = fresh.get(entry.chunk_id);
    if (after?.selected !== true) shifts.push(describeShift('left', entry, after));
  }
  return { kept, shifts };
}

function selectedOf(ledger: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return ledger.filter((entry) => entry.selected).toSorted((left, right) => left.rank - right.rank);
}

function describeShift(
  shift: ChunkShift['shift'],
  from: LedgerEntry | undefined,
  to: LedgerEntry | undefined,
): ChunkShift {
  const shown = to ?? from;
  if (shown === undefined) throw new Error('A chunk that is in neither ledger has not shifted.');
  return {
    shift,
    chunk_id: shown.chunk_id,
    document_id: shown.document_id,
    document_version: shown.document_version,
    title: shown.title,
    source: shown.source,
    heading_path: shown.heading_path,
    from: placeOf(from),
    to: placeOf(to),
  };
}

function placeOf(entry: LedgerEntry | undefined): ChunkShift['from'] {
  if (entry === undefined) return null;
  const { rank, selected, reason } = entry;
  return { rank, selected, code: reason.code, reason: reason.text };
}

/** Claims that both answers make in the same words have both verdicts; others one. */
function diffClaims(from: AnswerTraceRecord, to: AnswerTraceRecord): ClaimShift[] {
  const old = verdictsOf(from);
  const fresh = verdictsOf(to);
  const texts = new Set([...old.keys(), ...fresh.keys()]);
  return [...texts].flatMap((text) => {
    const [before, after] = [old.get(text) ?? null, fresh.get(text) ?? null];
    return before === after ? [] : [{ text, from: before, to: after }];
  });
}

function verdictsOf({ verification }: AnswerTraceRecord) {
  return new Map(
    verification.claims
      .filter((claim) => claim.verdict !== 'not_a_claim')
      .map((claim) => [claim.text, claim.verdict]),
  );
}
