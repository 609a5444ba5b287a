import type { InfiniteData } from '@tanstack/react-query';
import type { ResponseOf } from '../../../contract/endpoint-types.ts';

type TracePage = ResponseOf<'listTraces'>;
export type TracePages = InfiniteData<TracePage>;

/**
 * The list with the newest page laid over it: new traces come first, known ones are taken as they are now.
 * Where more came than a page holds, the list begins anew with it: there would be a gap otherwise.
 */
export function mergeNewest(list: TracePages, newest: TracePage): TracePages {
  const known = new Set(list.pages.flatMap((page) => page.data.map(({ id }) => id)));
  const isJoined = newest.next_cursor === null || newest.data.some(({ id }) => known.has(id));
  const [firstPage, ...otherPages] = list.pages;
  if (!isJoined || firstPage === undefined) {
    return { pages: [newest], pageParams: list.pageParams.slice(0, 1) };
  }
  const latest = new Map(newest.data.map((trace) => [trace.id, trace]));
  const refresh = (page: TracePage): TracePage => ({
    ...page,
    data: page.data.map((trace) => latest.get(trace.id) ?? trace),
  });
  const added = newest.data.filter(({ id }) => !known.has(id));
  const first = refresh(firstPage);
  return {
    ...list,
    pages: [{ ...first, data: [...added, ...first.data] }, ...otherPages.map(refresh)],
  };
}
