import { getRouteApi, Link } from '@tanstack/react-router';
import type { TicketFilter } from '../search/workflow-search.ts';
import { formatCount } from '../ui/format.ts';
import styles from './workflows.module.css';

const route = getRouteApi('/app/workflows/$name');

interface FigureLinkProps {
  readonly count: number;
  readonly filter: TicketFilter;
  /** What is counted: "escalated tickets". */
  readonly what: string;
}

/** A number of tickets that leads to them. */
export function FigureLink({ count, filter, what }: FigureLinkProps) {
  const { name } = route.useParams();
  const { run } = route.useSearch();
  if (count === 0) return <>0</>;
  return (
    <Link
      to="/workflows/$name"
      params={{ name }}
      search={{ run, ...filter }}
      hash="tickets"
      className={styles.link}
      aria-label={`${count} ${what}`}
    >
      {formatCount(count)}
    </Link>
  );
}
