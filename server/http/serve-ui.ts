import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import express, { Router, type Request, type Response } from 'express';
import { setPagePolicy } from './security-headers.ts';

const NONCE_PLACEHOLDER = '__CSP_NONCE__';
const NOT_BUILT = `The user interface has not been built yet: run "npm run build" and reload.
The API is up; its description is at /docs.
`;

export interface UiOptions {
  /** The folder that the UI was built into; it may be missing. */
  readonly folder: string;
  readonly isHttps: boolean;
}

/**
 * The UI's files, and its page for every address that a browser opens and nobody else serves: the
 * page's own router decides what is there. Programs, which do not ask for HTML, get a 404.
 */
export function createUiRouter(options: UiOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get(['/', '/index.html'], async (_request, response) => sendPage(response, options));
  router.use(
    express.static(options.folder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        response.setHeader('cache-control', cacheControl(path, options.folder));
      },
    }),
  );
  router.get('/{*path}', async (request, response, next) => {
    if (!asksForPage(request)) next();
    else await sendPage(response, options);
  });
  return router;
}

/** Files below `assets/` carry a hash of their content in their names. */
function cacheControl(path: string, folder: string): string {
  return path.startsWith(join(folder, 'assets') + sep)
    ? 'public, max-age=31536000, immutable'
    : 'no-cache';
}

function asksForPage(request: Request): boolean {
  const isApi = request.path === '/v1' || request.path.startsWith('/v1/');
  return !isApi && request.accepts(['json', 'html']) === 'html';
}

async function sendPage(response: Response, options: UiOptions): Promise<void> {
  const page = await readPage(join(options.folder, 'index.html'));
  if (page === null) {
    response.status(503).type('text/plain').send(NOT_BUILT);
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  setPagePolicy(response, nonce, options.isHttps);
  response.type('html').send(page.replaceAll(NONCE_PLACEHOLDER, nonce));
}

async function readPage(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
