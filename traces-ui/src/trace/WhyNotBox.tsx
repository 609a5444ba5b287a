import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { LegCutOff, LegPlace, WhyNotAnswer } from '../../../contract/why-not.ts';
import { whyNotQuery } from '../api/queries.ts';
import { MAX_ABSENT_CHARS } from '../search/trace-search.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatDateTime, formatScore } from '../ui/format.ts';
import { Fact, Facts } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { WHY_NOT_TERMS } from '../ui/terms/why-not-terms.ts';
import styles from './why-not.module.css';

interface WhyNotBoxProps {
  readonly traceId: string;
  /** What was asked about: a source, a document id or a chunk id. */
  readonly name: string | undefined;
  readonly onName: (name: string | undefined) => void;
}

/** Asks why something is not among the candidates, or what became of it there. */
export function WhyNotBox({ traceId, name, onName }: WhyNotBoxProps) {
  const [typed, setTyped] = useState(name ?? '');
  const answer = useQuery({
    ...whyNotQuery(traceId, name ?? ''),
    enabled: name !== undefined,
  });
  const wanted = typed.trim();
  return (
    <div className={styles.box}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted === name) void answer.refetch();
          else onName(wanted === '' ? undefined : wanted);
        }}
      >
        <TextInput
          size="xs"
          className={styles.input ?? ''}
          label="Why not this document?"
          placeholder="Its source, document id or chunk id"
          maxLength={MAX_ABSENT_CHARS}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" type="submit" loading={answer.isFetching}>
          Explain
        </Button>
      </form>
      <div className={styles.answer} aria-live="polite">
        {name !== undefined && answer.data !== undefined && <Explanation answer={answer.data} />}
      </div>
      {name !== undefined && <ActionError error={answer.error} />}
    </div>
  );
}

function Explanation({ answer }: { readonly answer: WhyNotAnswer }) {
  const { document, dense, lexical, cut_off: cutOff } = answer;
  return (
    <>
      <p className={styles.head}>
        <TermTag term={WHY_NOT_TERMS[answer.code]} />
        {document !== null && (
          <>
            <Link to="/documents/$documentId" params={{ documentId: document.id }}>
              <RevealedText text={document.title} />
            </Link>
            <span className={styles.soft}>
              <RevealedText text={document.source} /> in {document.collection},{' '}
              {document.version === null
                ? 'no version served then'
                : `version ${document.version} served then`}
            </span>
          </>
        )}
      </p>
      <p className={styles.detail}>
        <RevealedText text={answer.detail} />
      </p>
      {(dense !== null || lexical !== null || cutOff !== null) && (
        <Facts>
          <Fact name="By vector">{describePlace(dense)}</Fact>
          {cutOff?.dense && <Fact name="Vector cut-off">{describeCutOff(cutOff.dense)}</Fact>}
          <Fact name="By keywords">{describePlace(lexical)}</Fact>
          {cutOff?.lexical && <Fact name="Keyword cut-off">{describeCutOff(cutOff.lexical)}</Fact>}
          <Fact name="Index as of">{formatDateTime(answer.as_of)}</Fact>
        </Facts>
      )}
    </>
  );
}

/** Rank and score, as in the table. */
function describePlace(place: LegPlace | null): string {
  return place === null ? 'not ranked' : `#${place.rank} · ${formatScore(place.score)}`;
}

function describeCutOff({ depth, score }: LegCutOff): string {
  return `#${depth} · ${score === null ? 'nothing found' : formatScore(score)}`;
}
