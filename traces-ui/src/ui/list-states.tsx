import { Button, Skeleton } from '@mantine/core';
import { CircleAlert, Inbox, RotateCcw } from 'lucide-react';
import { ProblemError } from '../api/problem-error.ts';
import styles from './list-states.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: React.ReactNode;
}

/** Nothing to show, and what to do about it. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <Inbox size={22} aria-hidden="true" />
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.detail}>{children}</div>}
    </div>
  );
}

interface ErrorStateProps {
  readonly error: unknown;
  /** What was to be done: "load the traces". */
  readonly action: string;
  readonly onRetry?: () => void;
}

/** What went wrong in the server's words, with the request id that its log knows. */
export function ErrorState({ error, action, onRetry }: ErrorStateProps) {
  const requestId = error instanceof ProblemError ? error.problem?.request_id : undefined;
  return (
    <div className={styles.state} data-tone="bad" role="alert">
      <CircleAlert size={22} aria-hidden="true" />
      <p className={styles.title}>Could not {action}</p>
      <p className={styles.detail}>{error instanceof Error ? error.message : 'Unknown error.'}</p>
      {requestId !== undefined && <p className={styles.request}>Request {requestId}</p>}
      {onRetry !== undefined && (
        <Button size="xs" variant="default" leftSection={<RotateCcw size={13} />} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Lines that hold the place of what is being loaded. */
export function LoadingState({
  what,
  lines = 6,
}: {
  readonly what: string;
  readonly lines?: number;
}) {
  return (
    <output className={styles.loading}>
      <span className="visually-hidden">Loading {what}</span>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={18} width={`${95 - ((line * 17) % 40)}%`} />
      ))}
    </output>
  );
}
