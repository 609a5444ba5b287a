import { z } from 'zod';
import { Classification } from './classification.ts';
import { ApiKeyId } from './ids.ts';
import { Scope } from './api-key.ts';

/** Sign in with an API key or with the one-time token of a sign-in link; the answer sets a cookie. */
export const CreateSession = z
  .union([
    z.strictObject({ key: z.string().min(1).max(200) }),
    z.strictObject({ sign_in_token: z.string().min(1).max(200) }),
  ])
  .meta({ id: 'CreateSession' });
export type CreateSession = z.infer<typeof CreateSession>;

/** Who the caller is: the same for a key and for a signed-in browser. */
export const Session = z
  .object({
    api_key_id: ApiKeyId,
    key_name: z.string(),
    workspace: z.string(),
    scopes: z.array(Scope),
    clearance: Classification,
    groups: z.array(z.string()),
    expires_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const SignInLink = z
  .object({ url: z.string(), expires_at: z.iso.datetime() })
  .meta({ id: 'SignInLink' });
export type SignInLink = z.infer<typeof SignInLink>;
