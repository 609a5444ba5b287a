import { useSuspenseQuery } from '@tanstack/react-query';
import type { Scope } from '../../../contract/api-key.ts';
import { sessionQuery } from './queries.ts';

/** Whether whoever is signed in has the scope; `admin` has every one. */
export function useMay(scope: Scope): boolean {
  const { data: session } = useSuspenseQuery(sessionQuery());
  return session.scopes.includes(scope) || session.scopes.includes('admin');
}
