import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConfigurationCheck } from '../../../contract/configuration.ts';
import type { RouteRule } from '../../../contract/route-rule.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatHash } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { Notice } from '../ui/Notice.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { describeConditions, describeDemands } from './describe-rules.ts';
import { LoadedPolicy } from './LoadedPolicy.tsx';
import styles from './settings.module.css';

/** The rules that hold, and a place to try others before they are put into the file. */
export function RoutingPolicy() {
  return (
    <>
      <LoadedPolicy>
        {({ routes, config_sha256: hash }) => (
          <>
            <p className={page.lead}>
              The first rule that matches a question holds. This is configuration{' '}
              <span className={styles.mono}>{formatHash(hash)}</span>{' '}
              <CopyButton text={hash} what="hash of the configuration" />, which traces name.
            </p>
            <div className={table.frame}>
              {routes.length === 0 ? (
                <EmptyState title="No rule is configured">
                  Every question goes to the cheapest model that may have it.
                </EmptyState>
              ) : (
                <RouteTable routes={routes} />
              )}
            </div>
          </>
        )}
      </LoadedPolicy>
      <CheckPanel />
    </>
  );
}

function RouteTable({ routes }: { readonly routes: readonly RouteRule[] }) {
  return (
    <table className={table.table} aria-label="Routing rules">
      <thead>
        <tr>
          <th scope="col" className={table.number}>
            #
          </th>
          <th scope="col">Rule</th>
          <th scope="col">When</th>
          <th scope="col">Then</th>
        </tr>
      </thead>
      <tbody>
        {routes.map((rule, index) => (
          <tr key={rule.name}>
            <td className={table.number}>{index + 1}</td>
            <td className={table.main}>{rule.name}</td>
            <td data-label="When">
              <RevealedText text={describeConditions(rule)} />
            </td>
            <td data-label="Then">
              <RevealedText text={describeDemands(rule)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Checks a whole configuration file as a reload would; nothing is taken over. */
function CheckPanel() {
  const [text, setText] = useState('');
  const check = useMutation({
    mutationFn: () => call('checkConfiguration', { body: { text } }),
  });
  return (
    <Panel title="Check a configuration">
      <div className={styles.check}>
        <Textarea
          label="Configuration file"
          description="The whole file, in YAML. It is checked as a reload would; nothing is loaded."
          autosize
          minRows={8}
          maxRows={24}
          classNames={{ input: styles.mono ?? '' }}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            check.reset();
          }}
        />
        <Button size="xs" loading={check.isPending} onClick={() => check.mutate()}>
          Check
        </Button>
        <div aria-live="polite">
          {check.data !== undefined && <CheckResult result={check.data} />}
          <ActionError error={check.error} />
        </div>
      </div>
    </Panel>
  );
}

function CheckResult({ result }: { readonly result: ConfigurationCheck }) {
  if (!result.valid) {
    return (
      <>
        <p>It would be refused, and what runs would go on:</p>
        <ul className={styles.problems}>
          {result.problems.map((problem) => (
            <li key={problem}>
              <RevealedText text={problem} />
            </li>
          ))}
        </ul>
      </>
    );
  }
  return (
    <Notice tone="info">
      It is valid.{' '}
      {result.needs_restart.length === 0
        ? 'A running server takes all of it over when the file changes.'
        : `Only a restart takes over what changes in: ${result.needs_restart.join(', ')}.`}
    </Notice>
  );
}
