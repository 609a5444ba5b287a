import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type TraceFilters, tracesQuery, traceTailQuery } from '../api/trace-list-queries.ts';
import { mergeNewest } from './merge-newest.ts';

/** Scrolled further down than this, somebody reads: rows must not move then. */
const AT_TOP_PX = 120;

export type TailState = 'off' | 'following' | 'paused';

/** Lays new traces over the list while it is live and shows its top. */
export function useLiveTail(filters: TraceFilters, isLive: boolean): TailState {
  const isAtTop = useIsAtTop();
  const queryClient = useQueryClient();
  const { data: newest } = useQuery(traceTailQuery(filters, isLive && isAtTop));
  useEffect(() => {
    if (newest === undefined || !isLive) return;
    queryClient.setQueryData(tracesQuery(filters).queryKey, (list) =>
      list === undefined ? list : mergeNewest(list, newest),
    );
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- filters are a new object at each render; the tail is theirs
  }, [newest, isLive, queryClient]);
  if (!isLive) return 'off';
  return isAtTop ? 'following' : 'paused';
}

function useIsAtTop(): boolean {
  const [isAtTop, setIsAtTop] = useState(() => scrollY < AT_TOP_PX);
  useEffect(() => {
    const look = () => setIsAtTop(scrollY < AT_TOP_PX);
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, []);
  return isAtTop;
}
