import { Alert, Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { call } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { readSignInToken } from '../search/sign-in-token.ts';
import { Brand } from '../shell/Brand.tsx';
import styles from './sign-in.module.css';

const route = getRouteApi('/sign-in');

/** Signs a browser in with a key, or with the one-time token of a sign-in link. */
export function SignInPage() {
  const [key, setKey] = useState('');
  const signIn = useSignIn();
  const isLink = useTokenInFragment((token) => signIn.mutate({ sign_in_token: token }));
  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim().length > 0) signIn.mutate({ key: key.trim() });
        }}
      >
        <h1 className={styles.title}>
          <Brand />
        </h1>
        <p className={styles.lead}>Answers whose every sentence can be audited.</p>
        {signIn.isError && (
          <Alert color="red" variant="light" role="alert" title="Sign-in failed">
            {signIn.error.message}
            {isLink && ' A sign-in link works once, for ten minutes.'}
          </Alert>
        )}
        <PasswordInput
          label="API key"
          description="Printed at the first start, and kept in the data directory."
          placeholder="fn_…"
          autoComplete="off"
          spellCheck={false}
          value={key}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the key', tabIndex: 0 }}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth disabled={key.trim() === ''} loading={signIn.isPending}>
          Sign in
        </Button>
        <p className={styles.note}>
          The key is exchanged for a session cookie and is not stored in the browser.
        </p>
      </form>
    </main>
  );
}

function useSignIn() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { from } = route.useSearch();
  return useMutation({
    mutationFn: (body: BodyInput<'createSession'>) => call('createSession', { body }),
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(sessionQuery().queryKey, session);
      router.history.replace(from ?? '/');
    },
  });
}

/** Uses the token of `#token=…` once and takes it out of the address; true when there was one. */
function useTokenInFragment(onToken: (token: string) => void): boolean {
  const [token] = useState(() => readSignInToken(location.hash));
  const isUsed = useRef(false);
  useEffect(() => {
    if (token === null || isUsed.current) return;
    isUsed.current = true;
    history.replaceState(history.state, '', location.pathname);
    onToken(token);
  });
  return token !== null;
}
