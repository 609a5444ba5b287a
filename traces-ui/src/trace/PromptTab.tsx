import type { LedgerEntry } from '../../../contract/retrieval.ts';
import type { ModelAttempt } from '../../../contract/routing.ts';
import type { PromptTrace } from '../../../contract/trace.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatHash, formatQuantity } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { Fact, Facts } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScrollBox } from '../ui/ScrollBox.tsx';
import styles from './trace.module.css';

const ROLE_WORDS = { system: 'System', user: 'User', assistant: 'Assistant' } as const;

interface PromptTabProps {
  readonly prompt: PromptTrace;
  readonly attempts: readonly ModelAttempt[];
  /** The ledger, where there is one: chunks that did not fit stand there. */
  readonly candidates: readonly LedgerEntry[];
}

/** The messages exactly as they were sent, to whom, and what was cut to make them fit. */
export function PromptTab({ prompt, attempts, candidates }: PromptTabProps) {
  if (prompt.messages.length === 0) return <NoPrompt wasSent={attempts.length > 0} />;
  return (
    <div className={styles.stack}>
      <Facts>
        <Fact name="Sent to">{attempts.map(describeCall).join('; ')}</Fact>
        <Fact name="Template">
          {prompt.template} {prompt.version}
        </Fact>
        <Fact name="Template's SHA-256">
          <span className={styles.mono}>{formatHash(prompt.template_sha256)}</span>
          <CopyButton text={prompt.template_sha256} what="SHA-256 of the template" />
        </Fact>
        <Fact name="Size">{formatQuantity(prompt.token_count, 'token')}</Fact>
      </Facts>
      <CutParts cut={prompt.cut} candidates={candidates} />
      {[...prompt.messages, ...(prompt.repair ?? [])].map((message, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a message's place is its identity
        <section key={index}>
          <div className={styles.line}>
            <h2 className={styles.sectionTitle}>
              {index + 1}. {ROLE_WORDS[message.role]}
              {index < prompt.messages.length ? '' : ' (sent to repair the draft)'}
            </h2>
            <CopyButton text={message.content} what={`message ${index + 1}`} />
          </div>
          <ScrollBox className={styles.pre} label={`Message ${index + 1}`}>
            <RevealedText text={message.content} />
          </ScrollBox>
        </section>
      ))}
    </div>
  );
}

interface CutPartsProps {
  readonly cut: readonly string[];
  readonly candidates: readonly LedgerEntry[];
}

/** What the model did not get to read because the prompt was full. */
function CutParts({ cut, candidates }: CutPartsProps) {
  const chunks = candidates.filter(({ reason }) => reason.code === 'over_token_budget');
  return (
    <section>
      <h2 className={styles.sectionTitle}>Cut for the budget</h2>
      {cut.length + chunks.length === 0 && (
        <p className={styles.lead}>Nothing: everything that was selected was sent.</p>
      )}
      <ul className={styles.lead}>
        {cut.map((part) => (
          <li key={part}>{part}</li>
        ))}
        {chunks.map((chunk) => (
          <li key={chunk.chunk_id}>
            <RevealedText text={chunk.title} />, {formatQuantity(chunk.token_count, 'token')}:{' '}
            <RevealedText text={chunk.reason.text} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Older records do not keep the prompt of models that all failed. */
function NoPrompt({ wasSent }: { readonly wasSent: boolean }) {
  return wasSent ? (
    <EmptyState title="The prompt was not kept">
      A prompt was sent and every call failed; this record is too old to hold what it said.
    </EmptyState>
  ) : (
    <EmptyState title="No prompt was sent">
      The answer is made of sentences of the chunks; no model was asked.
    </EmptyState>
  );
}

function describeCall({ requested_model: model, error }: ModelAttempt): string {
  return error === null ? model : `${model} (failed: ${error.code})`;
}
