import { z } from 'zod';
import { Classification } from './classification.ts';
import { ApiKeyId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { pageOf, pageQuery } from './page.ts';
import { storableText } from './text-limits.ts';

export const SCOPES = [
  'ask',
  'retrieve',
  'ingest',
  'audit',
  'review',
  'evaluate',
  'admin',
] as const;

/** What a key may do; `admin` includes every other scope. */
export const Scope = z.enum(SCOPES).meta({ id: 'Scope' });
export type Scope = z.infer<typeof Scope>;

export const GroupName = storableText().min(1).max(128);

const allOrSome = z.union([z.literal('*'), z.array(z.string().min(1).max(128)).max(200)]);

export const CreateApiKey = z
  .strictObject({
    name: storableText().min(1).max(128),
    scopes: z.array(Scope).min(1).max(SCOPES.length),
    groups: z.array(GroupName).max(200).default([]),
    clearance: Classification.default('internal'),
    collections: allOrSome.default('*'),
    models: allOrSome.default('*'),
    budget_usd_per_day: z.number().positive().max(1e9).nullable().default(null),
    expires_at: givenInstant().nullable().default(null),
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const ApiKey = z
  .object({
    id: ApiKeyId,
    name: z.string(),
    prefix: z.string().describe('The visible start of the key; the rest is never stored.'),
    scopes: z.array(Scope),
    workspace: z.string(),
    groups: z.array(z.string()),
    clearance: Classification,
    collections: allOrSome,
    models: allOrSome,
    budget_usd_per_day: z.number().nullable(),
    expires_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** The only moment at which the secret is shown. */
export const CreatedApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' });
export type CreatedApiKey = z.infer<typeof CreatedApiKey>;

export const ListApiKeys = z.strictObject(pageQuery);
export const ApiKeyPage = pageOf(ApiKey);
