import { z } from 'zod';
import { ApiKey, ApiKeyPage, CreateApiKey, CreatedApiKey, ListApiKeys } from '../api-key.ts';
import type { Endpoint } from '../endpoint.ts';
import { ApiKeyId } from '../ids.ts';
import { CreateSession, Session, SignInLink } from '../session.ts';

export const accessEndpoints = {
  createApiKey: {
    method: 'post',
    path: '/v1/keys',
    access: 'admin',
    tag: 'Keys',
    summary: 'Make an API key. It is shown once.',
    body: CreateApiKey,
    response: CreatedApiKey,
    status: 201,
  },
  listApiKeys: {
    method: 'get',
    path: '/v1/keys',
    access: 'admin',
    tag: 'Keys',
    summary: 'API keys, the newest first, without their secrets.',
    query: ListApiKeys,
    response: ApiKeyPage,
    status: 200,
  },
  revokeApiKey: {
    method: 'delete',
    path: '/v1/keys/:id',
    access: 'admin',
    tag: 'Keys',
    summary: 'Revoke an API key at once.',
    params: z.strictObject({ id: ApiKeyId }),
    response: ApiKey,
    status: 200,
  },
  createSession: {
    method: 'post',
    path: '/v1/session',
    access: 'public',
    tag: 'Keys',
    summary: 'Sign a browser in with a key or with the token of a sign-in link.',
    body: CreateSession,
    response: Session,
    status: 201,
  },
  getSession: {
    method: 'get',
    path: '/v1/session',
    access: 'any_key',
    tag: 'Keys',
    summary: 'Who the caller is.',
    response: Session,
    status: 200,
  },
  deleteSession: {
    method: 'delete',
    path: '/v1/session',
    access: 'any_key',
    tag: 'Keys',
    summary: 'Sign out.',
    response: z.null(),
    status: 204,
  },
  createSignInLink: {
    method: 'post',
    path: '/v1/sign-in-links',
    access: 'any_key',
    tag: 'Keys',
    summary:
      "A link that signs one browser in with the caller's own rights, once, within ten minutes.",
    response: SignInLink,
    status: 201,
  },
} as const satisfies Record<string, Endpoint>;
