import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER_URL = 'http://127.0.0.1:8080';

/**
 * A first view costs a request for each file it needs: what most pages share comes in two, libraries, which change
 * seldom, and our own; a page keeps a file of its own. What only some pages need stays out of them.
 */
const SHARED = [
  {
    name: 'libraries',
    test: /node_modules\/(?!pdfjs-dist|react-virtual)/u,
    minShareCount: 2,
    priority: 2,
  },
  {
    name: 'shared',
    test: /traces-ui\/src\/(?:api|search|shell|ui)\/|\/contract\//u,
    minShareCount: 2,
    priority: 1,
  },
];

/** Builds into `dist/ui`, which the server serves at `/`; `vite` itself passes the API through. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    // Inlined assets would be data: URLs, which the Content-Security-Policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: SHARED } } },
  },
  server: {
    proxy: { '/v1': SERVER_URL, '/docs': SERVER_URL, '/openapi.json': SERVER_URL },
  },
});
