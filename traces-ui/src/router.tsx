import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { routeTree } from './routes.tsx';
import { NotFound, PageError } from './shell/PageError.tsx';
import { parseSearch, stringifySearch } from './search/url-search.ts';
import { LoadingState } from './ui/list-states.tsx';

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <LoadingState what="the page" />,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

/** Loads the code of the page that the address names; its session is looked up meanwhile. */
export function preloadPage(router: ReturnType<typeof createAppRouter>, path: string): void {
  const [matched] = router.getMatchedRoutes(path);
  for (const { options } of matched) void options.component?.preload?.();
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
