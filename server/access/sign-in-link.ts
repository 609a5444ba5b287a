import { insertSession } from '../../db/queries/sessions.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { createToken } from './api-key-format.ts';

/** A link that signs one browser in, once. The token is in the fragment, so no server log ever holds it. */
export async function createSignInLink(
  caller: Pick<Caller, 'workspaceId' | 'apiKeyId'>,
  lifetimeMs: number,
  services: Pick<Services, 'database' | 'publicUrl' | 'clock'>,
): Promise<{ readonly url: string; readonly expiresAt: Date }> {
  const { token, hash } = createToken();
  const expiresAt = new Date(services.clock().getTime() + lifetimeMs);
  await insertSession(inWorkspace(services.database, caller.workspaceId), {
    tokenHash: hash,
    apiKeyId: caller.apiKeyId,
    kind: 'sign_in_link',
    expiresAt,
  });
  return { url: `${services.publicUrl}/sign-in#token=${token}`, expiresAt };
}
