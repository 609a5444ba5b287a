import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey, CreatedApiKey } from '../../../contract/api-key.ts';
import { call } from '../api/client.ts';
import { apiKeysQuery } from '../api/settings-queries.ts';
import { useNow } from '../reviews/use-now.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag } from '../ui/Tag.tsx';
import { KeyForm } from './KeyForm.tsx';
import { describeKeyState, describeReach } from './describe-key.ts';
import styles from './settings.module.css';

/** The keys of the workspace: making one, seeing what each may do, and revoking it. */
export function KeysTab() {
  const [isAdding, setIsAdding] = useState(false);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const keys = useInfiniteQuery(apiKeysQuery());
  const rows = keys.data?.pages.flatMap((loaded) => loaded.data) ?? [];
  return (
    <>
      {created !== null && <NewKey created={created} onClose={() => setCreated(null)} />}
      {isAdding ? (
        <KeyForm
          onClose={() => setIsAdding(false)}
          onCreated={(key) => {
            setCreated(key);
            setIsAdding(false);
          }}
        />
      ) : (
        <div>
          <Button size="xs" onClick={() => setIsAdding(true)}>
            Make a key
          </Button>
        </div>
      )}
      <div className={table.frame}>
        {keys.isPending && <LoadingState what="the keys" />}
        {keys.isError && (
          <ErrorState
            error={keys.error}
            action="load the keys"
            onRetry={() => void keys.refetch()}
          />
        )}
        {keys.isSuccess && rows.length === 0 && <EmptyState title="There is no key yet" />}
        {rows.length > 0 && <KeyTable rows={rows} />}
      </div>
      {keys.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={keys.isFetchingNextPage}
            onClick={() => void keys.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

interface NewKeyProps {
  readonly created: CreatedApiKey;
  readonly onClose: () => void;
}

/** The only moment at which the secret is shown: it is kept nowhere. */
function NewKey({ created, onClose }: NewKeyProps) {
  return (
    <Panel
      title={`The key “${created.name}”`}
      aside={
        <Button size="compact-xs" variant="default" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <p className={page.lead}>It is shown this once. Store it now; nobody can show it again.</p>
      <p className={styles.secret}>
        <code>{created.key}</code> <CopyButton text={created.key} what="key" />
      </p>
    </Panel>
  );
}

function KeyTable({ rows }: { readonly rows: readonly ApiKey[] }) {
  const queryClient = useQueryClient();
  const now = useNow();
  const revoke = async (id: string) => {
    await call('revokeApiKey', { params: { id } });
    await queryClient.invalidateQueries({ queryKey: ['api-keys'] });
  };
  return (
    <table className={table.table} aria-label="API keys">
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">May</th>
          <th scope="col">Reads</th>
          <th scope="col">Last used</th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((key) => (
          <tr key={key.id}>
            <td className={table.main}>
              <RevealedText text={key.name} />
              <div className={styles.mono}>{key.prefix}…</div>
            </td>
            <td data-label="May">
              <span className={styles.scopes}>
                {key.scopes.map((scope) => (
                  <PlainTag key={scope}>{scope}</PlainTag>
                ))}
              </span>
            </td>
            <td data-label="Reads">
              <RevealedText text={describeReach(key)} />
            </td>
            <td data-label="Last used">
              {key.last_used_at === null ? 'never' : formatDateTime(key.last_used_at)}
            </td>
            <td data-label="State">{describeKeyState(key, now)}</td>
            <td>
              {key.revoked_at === null && (
                <ConfirmButton
                  label="Revoke"
                  title={`Revoke “${key.name}”?`}
                  isDestructive
                  action={() => revoke(key.id)}
                >
                  Whoever uses it is refused at once, and browsers that it signed in are signed out.
                </ConfirmButton>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
