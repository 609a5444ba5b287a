import { Link, Outlet } from '@tanstack/react-router';
import { AccountMenu } from './AccountMenu.tsx';
import { Brand } from './Brand.tsx';
import { Navigation } from './Navigation.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import styles from './shell.module.css';

/** Header, navigation and main area of every signed-in page. */
export function Shell() {
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
          <div className={styles.tools}>
            <Shortcuts />
            <ThemeToggle />
            <AccountMenu />
          </div>
        </div>
      </header>
      <Navigation />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
