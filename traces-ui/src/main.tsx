/* oxlint-disable import/no-unassigned-import -- a stylesheet exports nothing */
import './kit-styles.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { createAppRouter, preloadPage } from './router.tsx';
import { cssVariablesResolver, theme } from './theme.ts';
import { installTrustedTypesPolicy } from './trusted-types.ts';

function start(): void {
  installTrustedTypesPolicy();
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
  // The kit's scroll lock adds a style element of its own and looks for the nonce here.
  Reflect.set(globalThis, '__webpack_nonce__', nonce);
  const queryClient = createQueryClient(() => {
    const { href, pathname } = router.state.location;
    if (pathname === '/sign-in') return;
    void router.navigate({ to: '/sign-in', search: { from: href } });
  });
  const router = createAppRouter(queryClient);
  preloadPage(router, location.pathname);
  // The first render would do so after all else has been drawn; the page's data need not wait for that.
  void router.load();
  const root = document.querySelector('#root');
  if (root === null) throw new Error('The page has no element with the id "root".');
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

start();
