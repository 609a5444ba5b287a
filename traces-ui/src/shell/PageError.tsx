import { Link } from '@tanstack/react-router';
import { EmptyState, ErrorState } from '../ui/list-states.tsx';

export function PageError({ error }: { readonly error: unknown }) {
  return <ErrorState error={error} action="show this page" onRetry={() => location.reload()} />;
}

export function NotFound() {
  return (
    <EmptyState title="There is no such page">
      <Link to="/">Ask a question</Link>
    </EmptyState>
  );
}
