import type { Scope } from '../contract/api-key.ts';
import type { Classification } from '../contract/classification.ts';
import type { ApiKeyId, WorkspaceId } from '../contract/ids.ts';

/** Who is calling, resolved from an API key or from a browser session in one place. */
export interface Caller {
  readonly workspaceId: WorkspaceId;
  readonly workspaceName: string;
  readonly apiKeyId: ApiKeyId;
  readonly keyName: string;
  readonly scopes: readonly Scope[];
  readonly groups: readonly string[];
  readonly clearance: Classification;
  readonly collections: '*' | readonly string[];
  readonly models: '*' | readonly string[];
  /** Null for no limit. */
  readonly budgetUsdPerDay: number | null;
  readonly expiresAt: Date | null;
}

export function hasScope(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes(scope) || caller.scopes.includes('admin');
}
