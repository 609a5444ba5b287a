import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER_URL = 'http://127.0.0.1:8080';

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
  },
  server: {
    proxy: { '/v1': SERVER_URL, '/docs': SERVER_URL, '/openapi.json': SERVER_URL },
  },
});
