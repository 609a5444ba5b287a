import type { TraceResponse } from '../../../contract/trace.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatBytes } from '../ui/format.ts';
import { Fact, Facts } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScrollBox } from '../ui/ScrollBox.tsx';
import { TermTag } from '../ui/Tag.tsx';
import type { Term } from '../ui/terms/term.ts';
import { HashCheck } from './HashCheck.tsx';
import styles from './trace.module.css';

const INTACT: Term = {
  label: 'Intact',
  tone: 'good',
  icon: 'check',
  meaning: 'The stored bytes still have the hash that was written with them.',
};

const ALTERED: Term = {
  label: 'Altered',
  tone: 'bad',
  icon: 'alert',
  meaning: 'The stored bytes no longer have the hash that was written with them.',
};

/** The whole record as JSON, with the hash of its canonical bytes. */
export function RecordTab({ trace }: { readonly trace: TraceResponse }) {
  const { integrity, ...record } = trace;
  const json = JSON.stringify(record, null, 2);
  return (
    <div className={styles.stack}>
      <Facts>
        <Fact name="Stored bytes">
          <TermTag term={integrity.intact ? INTACT : ALTERED} />
        </Fact>
        <Fact name="Code version">{record.identity.code_version}</Fact>
        <Fact name="Configuration hash">
          <span className={styles.mono}>{record.identity.config_hash}</span>
        </Fact>
      </Facts>
      <p className={styles.line}>
        SHA-256 of the {integrity.canonicalization} bytes
        <span className={styles.mono}>{integrity.sha256}</span>
        <CopyButton text={integrity.sha256} what="SHA-256 of the record" />
      </p>
      <HashCheck traceId={record.identity.id} sha256={integrity.sha256} />
      <section>
        <div className={styles.line}>
          <h2 className={styles.sectionTitle}>Record, {formatBytes(json.length)}</h2>
          <CopyButton text={json} what="record" />
        </div>
        <ScrollBox className={styles.pre} label="Record as JSON">
          <RevealedText text={json} />
        </ScrollBox>
      </section>
    </div>
  );
}
