import { join } from 'node:path';
import { Router } from 'express';
// Of the package this alone: its main module loads the 1.7 MB of script that are for a browser.
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path.js';
import { setDocsPolicy } from './security-headers.ts';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Footnote API</title>
    <link rel="icon" href="/docs/favicon-32x32.png" type="image/png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="swagger-ui"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/show-api.js"></script>
  </body>
</html>
`;

const SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  tryItOutEnabled: false,
  validatorUrl: null,
});
`;

const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

export interface DocsOptions {
  /** The OpenAPI document as JSON. */
  readonly openApi: string;
  readonly isHttps: boolean;
}

/** The API's description at `/openapi.json` and, for people, at `/docs`: all of it local. */
export function createDocsRouter(options: DocsOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.use(['/openapi.json', '/docs'], (_request, response, next) => {
    response.set('cache-control', 'no-cache');
    next();
  });
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(options.openApi);
  });
  router.get(['/docs', '/docs/'], (_request, response) => {
    setDocsPolicy(response, options.isHttps);
    response.type('html').send(PAGE);
  });
  router.get('/docs/show-api.js', (_request, response) => {
    response.type('text/javascript').send(SCRIPT);
  });
  for (const file of FILES) {
    router.get(`/docs/${file}`, (_request, response) => {
      response.sendFile(join(getAbsoluteFSPath(), file));
    });
  }
  return router;
}
