import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { StaleChange } from '../../../contract/stale-answer.ts';
import { staleAnswersOfDocumentQuery } from '../api/queries.ts';
import { Notice } from '../ui/Notice.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { citedDocuments, changesOfTrace } from './stale-documents.ts';
import type { AnswerTrace } from './trace-shape.ts';

/** Says that something the answer cites has changed since, and leads to the change and the newer answer. */
export function StaleBanner({ trace }: { readonly trace: AnswerTrace }) {
  const documents = citedDocuments(trace.answer.citations);
  // Whose change it was is told by the documents: the record beside the flag is never rewritten.
  const lists = useQueries({
    queries: documents.map(({ id }) => staleAnswersOfDocumentQuery(id)),
  });
  const answers = lists.flatMap((list) => list.data?.data ?? []);
  const changes = changesOfTrace(answers, trace.identity.id);
  const newer = trace.integrity.reasked_as;
  return (
    <Notice tone="warn">
      <p>
        <strong>What this answer cites has changed since.</strong> It is kept as it was given.
      </p>
      {changes.map((change) => (
        <p key={`${change.document_id}-${change.from_version}`}>
          <ChangeLink
            change={change}
            title={documents.find(({ id }) => id === change.document_id)?.title ?? 'A document'}
          />
        </p>
      ))}
      {newer !== null && (
        <p>
          <Link to="/traces/$traceId" params={{ traceId: newer }}>
            Open the newer answer to the same question
          </Link>
        </p>
      )}
    </Notice>
  );
}

interface ChangeLinkProps {
  readonly change: StaleChange;
  readonly title: string;
}

function ChangeLink({ change, title }: ChangeLinkProps) {
  const params = { documentId: change.document_id };
  if (change.to_version === null) {
    return (
      <Link to="/documents/$documentId" params={params} search={{ version: change.from_version }}>
        <RevealedText text={title} />, version {change.from_version}: not retrieved any more
      </Link>
    );
  }
  return (
    <Link
      to="/documents/$documentId/diff"
      params={params}
      search={{ from: change.from_version, to: change.to_version }}
    >
      <RevealedText text={title} />: see what changed from version {change.from_version} to{' '}
      {change.to_version}
    </Link>
  );
}
