import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { buildUrl, send } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { TermTag } from '../ui/Tag.tsx';
import type { Term } from '../ui/terms/term.ts';
import styles from './trace.module.css';

const SAME: Term = {
  label: 'Same hash',
  tone: 'good',
  icon: 'check',
  meaning: 'This browser hashed the stored bytes and found the hash that is on record.',
};

const OTHER: Term = {
  label: 'Another hash',
  tone: 'bad',
  icon: 'alert',
  meaning: 'This browser hashed the stored bytes and found another hash than the one on record.',
};

interface HashCheckProps {
  readonly traceId: string;
  readonly sha256: string;
}

/** Hashes the stored bytes here, so that nobody has to take the server's word for it. */
export function HashCheck({ traceId, sha256 }: HashCheckProps) {
  const url = buildUrl('/v1/traces/:id/record', { id: traceId }, undefined);
  const check = useMutation({ mutationFn: async () => (await hashOf(url)) === sha256 });
  return (
    <div className={styles.line}>
      <Button
        size="compact-xs"
        variant="default"
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        Hash the bytes in this browser
      </Button>
      <span aria-live="polite">
        {check.data !== undefined && <TermTag term={check.data ? SAME : OTHER} />}
      </span>
      <a href={url} download>
        Download the bytes
      </a>
      <ActionError error={check.error} />
    </div>
  );
}

async function hashOf(url: string): Promise<string> {
  if (!window.isSecureContext) {
    throw new Error(
      'This browser hashes on https and on localhost only; download the bytes instead.',
    );
  }
  const response = await send(url, {});
  const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
