import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut, ProblemError } from './problem-error.ts';

/** The server-state cache; `onSignedOut` runs whenever a call is answered with 401. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  function onError(error: Error): void {
    if (!isSignedOut(error)) return;
    client.removeQueries({ queryKey: ['session'] });
    onSignedOut();
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: isWorthAnotherTry, staleTime: 5_000, refetchOnWindowFocus: false },
    },
  });
  return client;
}

/** A refusal stays one; an unreachable or busy server may come back. */
function isWorthAnotherTry(failureCount: number, error: Error): boolean {
  if (!(error instanceof ProblemError)) return false;
  return failureCount < 2 && (error.status === 0 || error.status === 503);
}
