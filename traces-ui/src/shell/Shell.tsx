import { Link, Outlet } from '@tanstack/react-router';
import {
  BookOpenText,
  Cpu,
  FileText,
  FolderSync,
  History,
  Layers,
  ListTree,
  MessageCircleQuestionMark,
  UserCheck,
  Workflow,
} from 'lucide-react';
import { useMay } from '../api/use-scopes.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Brand } from './Brand.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import styles from './shell.module.css';

const ICON = { size: 15, 'aria-hidden': true } as const;

/** Header and main area of every signed-in page. */
export function Shell() {
  const maySeeSources = useMay('ingest');
  const mayReview = useMay('review');
  const maySeeModels = useMay('audit');
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link to="/" className={styles.home}>
            <Brand />
          </Link>
          <nav className={styles.nav} aria-label="Main">
            <Link
              to="/"
              className={styles.link}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              <MessageCircleQuestionMark {...ICON} />
              <span>Ask</span>
            </Link>
            <Link to="/traces" className={styles.link} activeOptions={{ includeSearch: false }}>
              <ListTree {...ICON} />
              <span>Traces</span>
            </Link>
            {mayReview && (
              <Link to="/reviews" className={styles.link} activeOptions={{ includeSearch: false }}>
                <UserCheck {...ICON} />
                <span>Reviews</span>
              </Link>
            )}
            <Link to="/workflows" className={styles.link} activeOptions={{ includeSearch: false }}>
              <Workflow {...ICON} />
              <span>Workflows</span>
            </Link>
            <Link to="/documents" className={styles.link} activeOptions={{ includeSearch: false }}>
              <FileText {...ICON} />
              <span>Documents</span>
            </Link>
            <Link
              to="/collections"
              className={styles.link}
              activeOptions={{ includeSearch: false }}
            >
              <Layers {...ICON} />
              <span>Collections</span>
            </Link>
            {maySeeSources && (
              <Link to="/sources" className={styles.link} activeOptions={{ includeSearch: false }}>
                <FolderSync {...ICON} />
                <span>Sources</span>
              </Link>
            )}
            <Link to="/runs" className={styles.link} activeOptions={{ includeSearch: false }}>
              <History {...ICON} />
              <span>Runs</span>
            </Link>
            {maySeeModels && (
              <Link to="/models" className={styles.link} activeOptions={{ includeSearch: false }}>
                <Cpu {...ICON} />
                <span>Models</span>
              </Link>
            )}
            <a href="/docs" className={styles.link}>
              <BookOpenText {...ICON} />
              <span>API</span>
            </a>
          </nav>
          <div className={styles.tools}>
            <ThemeToggle />
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
