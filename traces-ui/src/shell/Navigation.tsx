import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Activity,
  BadgeCheck,
  BellRing,
  Bird,
  BookOpenText,
  ChartNoAxesColumn,
  Coins,
  Cpu,
  FileText,
  FlaskConical,
  FolderSync,
  History,
  Layers,
  ListTree,
  type LucideIcon,
  MessageCircleQuestionMark,
  SearchCheck,
  Settings,
  Tags,
  UserCheck,
  Workflow,
} from 'lucide-react';
import type { Scope } from '../../../contract/api-key.ts';
import { useMay } from '../api/use-session.ts';
import styles from './shell.module.css';

interface NavigationItem {
  readonly to: NonNullable<LinkProps['to']>;
  readonly name: string;
  readonly icon: LucideIcon;
  /** Without it everybody sees the item. */
  readonly scope?: Scope;
}

interface NavigationGroup {
  readonly name: string;
  readonly items: readonly NavigationItem[];
}

/** Every screen, by whose work it belongs to. */
const GROUPS: readonly NavigationGroup[] = [
  {
    name: 'Answers',
    items: [
      { to: '/', name: 'Ask', icon: MessageCircleQuestionMark },
      { to: '/traces', name: 'Traces', icon: ListTree },
      { to: '/reviews', name: 'Reviews', icon: UserCheck, scope: 'review' },
    ],
  },
  {
    name: 'Knowledge',
    items: [
      { to: '/documents', name: 'Documents', icon: FileText },
      { to: '/collections', name: 'Collections', icon: Layers },
      { to: '/sources', name: 'Sources', icon: FolderSync, scope: 'ingest' },
      { to: '/runs', name: 'Runs', icon: History },
      { to: '/lab', name: 'Retrieval lab', icon: SearchCheck, scope: 'retrieve' },
    ],
  },
  {
    name: 'Work',
    items: [
      { to: '/workflows', name: 'Workflows', icon: Workflow },
      { to: '/classifiers', name: 'Classifiers', icon: Tags, scope: 'ask' },
    ],
  },
  {
    name: 'Quality',
    items: [
      { to: '/quality', name: 'Metrics', icon: ChartNoAxesColumn, scope: 'audit' },
      { to: '/cost', name: 'Cost', icon: Coins, scope: 'audit' },
      { to: '/quality/drift', name: 'Drift', icon: Activity, scope: 'audit' },
      { to: '/evaluations', name: 'Evaluations', icon: FlaskConical, scope: 'evaluate' },
      { to: '/verifications', name: 'Verifications', icon: BadgeCheck, scope: 'audit' },
      { to: '/canaries', name: 'Canaries', icon: Bird, scope: 'evaluate' },
      { to: '/alerts', name: 'Alerts', icon: BellRing, scope: 'audit' },
      { to: '/models', name: 'Models', icon: Cpu, scope: 'audit' },
    ],
  },
];

const ICON = { size: 15, 'aria-hidden': true } as const;

export function Navigation() {
  return (
    <nav className={styles.nav} aria-label="Main">
      {GROUPS.map((group) => (
        <div key={group.name} className={styles.group}>
          <span className={styles.groupName} aria-hidden="true">
            {group.name}
          </span>
          {group.items.map((item) =>
            item.scope === undefined ? (
              <NavigationLink key={item.to} {...item} />
            ) : (
              <ScopedLink key={item.to} {...item} scope={item.scope} />
            ),
          )}
        </div>
      ))}
      <div className={styles.group}>
        <ScopedLink to="/settings" name="Settings" icon={Settings} scope="admin" />
        <a href="/docs" className={styles.link}>
          <BookOpenText {...ICON} />
          <span>API</span>
        </a>
      </div>
    </nav>
  );
}

function ScopedLink({ scope, ...item }: NavigationItem & { readonly scope: Scope }) {
  return useMay(scope) ? <NavigationLink {...item} /> : null;
}

function NavigationLink({ to, name, icon: Icon }: Omit<NavigationItem, 'scope'>) {
  return (
    <Link
      to={to}
      className={styles.link}
      activeOptions={{ exact: to === '/' || to === '/quality', includeSearch: false }}
    >
      <Icon {...ICON} />
      <span>{name}</span>
    </Link>
  );
}
