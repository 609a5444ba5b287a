import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';

/** How long the latest calls of a model took to their first token. */
export interface FirstTokenLog {
  add(ended: ChatReply | ChatFailure): void;
  /** Of 100 calls, 95 were quicker; null while too few are known. */
  p95Ms(): number | null;
}

const KEPT = 200;
const LEAST = 20;

export function createFirstTokenLog(): FirstTokenLog {
  const latest: number[] = [];
  return {
    add(ended) {
      // One that was cancelled for another took longer than it had: leaving it out would make all look quick.
      const isCancelled = ended.kind === 'failure' && ended.code === 'cancelled';
      const ttftMs = ended.ttftMs ?? (isCancelled ? ended.durationMs : null);
      if (ttftMs === null) return;
      latest.push(ttftMs);
      if (latest.length > KEPT) latest.shift();
    },
    p95Ms() {
      if (latest.length < LEAST) return null;
      const sorted = latest.toSorted((left, right) => left - right);
      return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
    },
  };
}
