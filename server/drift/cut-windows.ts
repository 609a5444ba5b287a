import { DRIFT_LIMITS } from '../../contract/drift.ts';
import { familiarShare, readWords } from '../../core/drift/familiar-words.ts';
import type { MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import type { DriftRow } from '../../db/queries/drift.ts';

/** Consecutive answers, the oldest first, and those that they are compared with; empty where there are too few. */
export interface AnswerWindow {
  readonly current: readonly DriftRow[];
  readonly reference: readonly DriftRow[];
  /** Older than the reference: what their questions speak of is familiar. */
  readonly vocabulary: readonly DriftRow[];
}

/** How many answers before the end of the last window are needed at most. */
export function answersToRead(size: number): number {
  return countWindows(size) * size + DRIFT_LIMITS.maxReference + DRIFT_LIMITS.maxVocabulary;
}

/**
 * Whole windows of so many answers, counted back from the newest, that begin in the time; the oldest first. `pinned` are
 * the answers that all are compared with; without it, each is compared with those just before it.
 */
export function cutWindows(
  newestFirst: readonly DriftRow[],
  options: {
    readonly size: number;
    readonly from: Date;
    readonly pinned: readonly DriftRow[] | null;
  },
): readonly AnswerWindow[] {
  const { size, from, pinned } = options;
  const rows = newestFirst.toReversed();
  const fixed = pinned?.toReversed() ?? null;
  const windows: AnswerWindow[] = [];
  for (let end = rows.length; end >= size; end -= size) {
    const current = rows.slice(end - size, end);
    const [first] = current;
    if (first === undefined || first.asked_at < from) break;
    if (windows.length === countWindows(size)) break;
    windows.push({ current, ...takeReference(fixed ?? rows.slice(0, end - size), size) });
  }
  return windows.toReversed();
}

function takeReference(before: readonly DriftRow[], size: number) {
  if (before.length < size) return { reference: [], vocabulary: [] };
  const begin = Math.max(0, before.length - Math.max(size, DRIFT_LIMITS.maxReference));
  const vocabulary = before.slice(Math.max(0, begin - DRIFT_LIMITS.maxVocabulary), begin);
  return { reference: before.slice(begin), vocabulary };
}

function countWindows(size: number): number {
  return Math.min(DRIFT_LIMITS.maxWindows, Math.floor(DRIFT_LIMITS.maxAnswers / size));
}

/** What is measured of each; a question's familiar words are those that the vocabulary has. */
export function measureAnswers(
  rows: readonly DriftRow[],
  vocabulary: readonly DriftRow[],
): readonly MeasuredAnswer[] {
  const isEnough = vocabulary.length >= DRIFT_LIMITS.minVocabulary;
  const familiar = new Set(isEnough ? vocabulary.flatMap((row) => readWords(row.question)) : []);
  return rows.map((row) => ({
    task: row.task,
    novelty: row.ood_score,
    familiarWords: isEnough ? familiarShare(readWords(row.question), familiar) : null,
    questionLength: row.question.length,
    confidence: row.confidence,
    topScore: row.top_score,
    status: row.status,
    isRefusal: row.is_refusal,
    verdict: row.verdict,
    answerLength: row.answer_chars,
    model: row.model,
    totalMs: row.total_ms,
    costUsd: row.cost_usd,
    rating: row.rating,
  }));
}
