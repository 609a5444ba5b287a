import { useSuspenseQuery } from '@tanstack/react-query';
import type { Scope } from '../../../contract/api-key.ts';
import type { Session } from '../../../contract/session.ts';
import { sessionQuery } from './queries.ts';

/** Who is signed in; the pages' loader has looked it up. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery()).data;
}

/** Whether whoever is signed in has the scope; `admin` has every one. */
export function useMay(scope: Scope): boolean {
  const session = useSession();
  return session.scopes.includes(scope) || session.scopes.includes('admin');
}
