import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { IngestRun } from '../../../contract/ingest-run.ts';
import { ingestRunQuery } from '../api/queries.ts';
import { watchRun } from '../api/watch-run.ts';

const POLL_MS = 2_000;

/**
 * A run as it goes on: its events are followed, and where that breaks off, it is asked for every two
 * seconds until it has ended.
 */
export function useWatchedRun(id: string) {
  const queryClient = useQueryClient();
  const [brokenFor, setBrokenFor] = useState<string | null>(null);
  const mustPoll = brokenFor === id;
  const run = useQuery({
    ...ingestRunQuery(id),
    refetchInterval: ({ state }) =>
      mustPoll && state.data?.finished_at === null ? POLL_MS : false,
  });
  const isUnderWay = run.data?.finished_at === null;
  useEffect(() => {
    if (!isUnderWay || mustPoll) return undefined;
    const watching = new AbortController();
    const show = (seen: IngestRun) => queryClient.setQueryData(ingestRunQuery(id).queryKey, seen);
    followRun(id, show, watching.signal).catch(() => {
      if (!watching.signal.aborted) setBrokenFor(id);
    });
    return () => watching.abort();
  }, [id, isUnderWay, mustPoll, queryClient]);
  return { run, isLive: isUnderWay && !mustPoll };
}

async function followRun(
  id: string,
  onSeen: (run: IngestRun) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const run of watchRun(id, signal)) onSeen(run);
}
