import {
  Ban,
  Check,
  CircleAlert,
  CircleDashed,
  CircleHelp,
  Clock,
  Eye,
  Info,
  type LucideIcon,
  Minus,
  X,
} from 'lucide-react';
import styles from './tag.module.css';
import type { Term, TermIcon, Tone } from './terms/term.ts';

const ICONS: Readonly<Record<TermIcon, LucideIcon>> = {
  check: Check,
  half: CircleDashed,
  cross: X,
  question: CircleHelp,
  minus: Minus,
  clock: Clock,
  alert: CircleAlert,
  ban: Ban,
  info: Info,
  eye: Eye,
};

export function TermGlyph({
  icon,
  size = 13,
}: {
  readonly icon: TermIcon;
  readonly size?: number;
}) {
  const Icon = ICONS[icon];
  return <Icon size={size} strokeWidth={2.4} aria-hidden="true" />;
}

/** A value of a closed set: icon, words and colour, with what it means as its tooltip. */
export function TermTag({ term }: { readonly term: Term }) {
  return (
    <span className={styles.tag} data-tone={term.tone} title={term.meaning}>
      <TermGlyph icon={term.icon} />
      {term.label}
    </span>
  );
}

interface PlainTagProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: React.ReactNode;
}

/** A value that needs no icon: a classification, a collection, a tier. */
export function PlainTag({ tone = 'muted', title, children }: PlainTagProps) {
  return (
    <span className={styles.tag} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
