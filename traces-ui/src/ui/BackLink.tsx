import { createLink } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import styles from './back-link.module.css';

/** The way from one thing back to the list that it is of; at the top of its page. */
export const BackLink = createLink(function BackLink({
  children,
  ...link
}: ComponentPropsWithRef<'a'>) {
  return (
    <a {...link} className={styles.back}>
      <ArrowLeft size={13} aria-hidden="true" /> {children}
    </a>
  );
});
