import { Link } from '@tanstack/react-router';
import type { TracedField } from '../../../contract/extraction.ts';
import { formatCount, formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { FIELD_VERDICT_TERMS } from '../ui/terms/field-terms.ts';
import claimStyles from './claim-list.module.css';
import styles from './trace.module.css';
import type { ExtractionTrace } from './trace-shape.ts';

/** What was extracted: each field with its value, where it stands, and why it has it or none. */
export function ExtractionPane({ trace }: { readonly trace: ExtractionTrace }) {
  const { fields, texts, extractor } = trace.extraction;
  const found = fields.filter(({ value }) => value !== null).length;
  return (
    <div className={styles.answerPane}>
      <Panel
        title={`${formatCount(found)} of ${formatCount(fields.length)} values found`}
        aside={<PlainTag>{extractor}</PlainTag>}
      >
        <ol className={claimStyles.list}>
          {fields.map((field) => (
            <FieldItem key={field.path} field={field} />
          ))}
        </ol>
      </Panel>
      {texts.map((text) => (
        <Panel
          key={text.document_id ?? text.sha256}
          title={text.title ?? 'Text'}
          aside={<PlainTag>{`${formatCount(text.char_count)} characters`}</PlainTag>}
        >
          {text.document_id === null || text.document_version === null ? (
            <p className={styles.draft} dir="auto">
              <RevealedText text={text.text ?? ''} />
            </p>
          ) : (
            <Link to="/documents/$documentId" params={{ documentId: text.document_id }}>
              {text.source} · version {text.document_version}
            </Link>
          )}
        </Panel>
      ))}
    </div>
  );
}

function FieldItem({ field }: { readonly field: TracedField }) {
  const { path, value, verdict, normalisation, spans, reason, considered } = field;
  const others = considered.filter((one) => one.value !== value && one.value !== null).slice(0, 3);
  return (
    <li className={claimStyles.item}>
      <TermTag term={FIELD_VERDICT_TERMS[verdict]} />
      <div className={claimStyles.words}>
        <p>
          <strong>{path}</strong> {value === null ? '–' : <RevealedText text={String(value)} />}{' '}
          {normalisation === null ? null : <PlainTag>{normalisation}</PlainTag>}
        </p>
        {spans.map((span) => (
          <p key={span.char_start}>
            “<RevealedText text={span.quote} />
            ”, characters {span.char_start}–{span.char_end}
          </p>
        ))}
        <p>
          <RevealedText text={reason.text} />
        </p>
        {others.length > 0 && (
          <p>
            Also considered:{' '}
            <RevealedText
              text={others
                .map((one) => `“${one.span.quote}” ${formatPercent(one.score)}`)
                .join(', ')}
            />
          </p>
        )}
      </div>
    </li>
  );
}
