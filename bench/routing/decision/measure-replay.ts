import type { AnswerTraceRecord } from '../../../contract/trace.ts';
import { buildAnswerTrace } from '../../../server/answer/build-trace.ts';
import { readReplayable, replayRoute } from '../../../server/answer/replay-route.ts';
import type { RoutePolicy } from '../../../server/routing/choose-model.ts';
import { sampleOutcome } from '../../../test/unit/server/answer/sample-outcome.ts';

const FOR_MS = 2_000;

/** Decisions a second: from records that have been read, and with their reading. */
export function measureReplay(policy: RoutePolicy) {
  const { record } = buildAnswerTrace(sampleOutcome(), { configHash: 'c', codeVersion: '1' });
  const wide = widen(record);
  const text = JSON.stringify(wide);
  const replayable = readReplayable(JSON.parse(text));
  if (replayable === null) throw new Error('The record cannot be replayed.');
  return [
    { what: 'from signals', ...count(() => replayRoute(replayable, policy)) },
    {
      what: `with reading a record of ${Math.round(text.length / 1_024)} kB`,
      ...count(() => {
        const read = readReplayable(JSON.parse(text));
        if (read !== null) replayRoute(read, policy);
      }),
    },
  ];
}

const CANDIDATES = 150;

/** With a ledger as long as that of a real answer. */
function widen(record: AnswerTraceRecord): AnswerTraceRecord {
  const [first] = record.retrieval.candidates;
  if (first === undefined) throw new Error('The record has no candidate.');
  const candidates = Array.from({ length: CANDIDATES }, (_none, index) => ({
    ...first,
    rank: index + 1,
  }));
  return { ...record, retrieval: { ...record.retrieval, candidates } };
}

function count(work: () => unknown): { readonly perSecond: number } {
  const before = process.cpuUsage();
  const endsAt = performance.now() + FOR_MS;
  let done = 0;
  for (; performance.now() < endsAt; done += 1) work();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: Math.round(done / ((user + system) / 1e6)) };
}
