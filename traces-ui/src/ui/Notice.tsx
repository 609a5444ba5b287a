import { CircleAlert, Info } from 'lucide-react';
import styles from './notice.module.css';

interface NoticeProps {
  readonly tone: 'info' | 'warn' | 'bad';
  readonly children: React.ReactNode;
  /** Buttons at the end. */
  readonly actions?: React.ReactNode;
}

/** Something about the whole page that its reader should know first. */
export function Notice({ tone, children, actions }: NoticeProps) {
  const Icon = tone === 'info' ? Info : CircleAlert;
  return (
    <div className={styles.notice} data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      <div className={styles.body}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
