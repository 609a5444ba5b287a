import { Link } from '@tanstack/react-router';
import type { DocumentPolicy } from '../../../contract/access-rule.ts';
import { EmptyState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { describeMatch, describeSettings, FINDING_POLICY_WORDS } from './describe-rules.ts';
import { LoadedPolicy } from './LoadedPolicy.tsx';

/** What the configuration says of documents that come in. */
export function DocumentRules() {
  return (
    <>
      <p className={page.lead}>
        A document is read by keys whose clearance reaches its classification and, where it has an
        access list, who are in one of its groups. These rules set both when a document comes in;
        for a single document they can be changed on its page, under Settings (
        <Link to="/documents">Documents</Link>). The rules themselves are in the section{' '}
        <code>documents</code> of the configuration file.
      </p>
      <LoadedPolicy>{({ documents }) => <DocumentPolicyView policy={documents} />}</LoadedPolicy>
    </>
  );
}

function DocumentPolicyView({ policy }: { readonly policy: DocumentPolicy }) {
  const { rules, findings } = policy;
  return (
    <>
      <div className={table.frame}>
        {rules.length === 0 && (
          <EmptyState title="No rule is configured">
            Documents are internal and have no access list, unless who sends them says otherwise.
          </EmptyState>
        )}
        {rules.length > 0 && (
          <table className={table.table} aria-label="Rules for documents">
            <thead>
              <tr>
                <th scope="col" className={table.number}>
                  #
                </th>
                <th scope="col">Documents</th>
                <th scope="col">Get</th>
              </tr>
            </thead>
            <tbody>
              {rules.map((rule, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- a rule's place is its identity
                <tr key={index}>
                  <td className={table.number}>{index + 1}</td>
                  <td data-label="Documents">
                    <RevealedText text={describeMatch(rule.match)} />
                  </td>
                  <td data-label="Get">
                    <RevealedText text={describeSettings(rule.set)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Panel title="What is found in a document">
        <Facts>
          <Fact name="Instructions to a model">{FINDING_POLICY_WORDS[findings.injection]}</Fact>
          <Fact name="Hidden text">{FINDING_POLICY_WORDS[findings.hidden_text]}</Fact>
          <Fact name="Secrets">{FINDING_POLICY_WORDS[findings.secret]}</Fact>
          <Fact name="Parts that were left out">{FINDING_POLICY_WORDS[findings.left_out]}</Fact>
        </Facts>
      </Panel>
    </>
  );
}
