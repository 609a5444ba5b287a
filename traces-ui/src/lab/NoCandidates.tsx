import { useQuery } from '@tanstack/react-query';
import { documentsNamedQuery } from '../api/queries.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { hasSource } from './has-source.ts';

/** The service takes no more to look for. */
const MAX_SOUGHT_CHARS = 200;

interface NoCandidatesProps {
  /** The only source that was searched. */
  readonly source: string | undefined;
}

/** Why nothing was found, where the list of documents knows. */
export function NoCandidates({ source = '' }: NoCandidatesProps) {
  const { data } = useQuery({
    ...documentsNamedQuery(source),
    enabled: source !== '' && source.length <= MAX_SOUGHT_CHARS,
  });
  const isUnknown = data !== undefined && hasSource(source, data) === false;
  if (!isUnknown) return <EmptyState title="No leg found a candidate" />;
  return (
    <EmptyState title="No document has this source">
      No document that you may read has the source “
      <RevealedText text={source} />
      ”. A source is written as the list of documents shows it.
    </EmptyState>
  );
}
