import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { TextClassification } from '../../../contract/classify.ts';
import { call } from '../api/client.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatPercent, formatScore } from '../ui/format.ts';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import styles from './classifiers.module.css';

/** What the version that serves says of a text, and why; nothing of it is stored. */
export function TryPanel({ name }: { readonly name: string }) {
  const [text, setText] = useState('');
  const label = useMutation({
    mutationFn: () => call('classify', { body: { classifier: name, text, store: false } }),
  });
  const mayAsk = useMay('ask');
  if (!mayAsk) return null;
  const result = label.data?.results[0];
  return (
    <Panel title="Try it" aside="Nothing of it is stored">
      <form
        className={page.toolbar}
        onSubmit={(event) => {
          event.preventDefault();
          label.mutate();
        }}
      >
        <Textarea
          label="Text"
          autosize
          minRows={1}
          maxRows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-grow
        />
        <Button
          type="submit"
          data-fit
          loading={label.isPending}
          disabled={text.trim().length === 0}
        >
          Label
        </Button>
      </form>
      <ActionError error={label.error} />
      {result !== undefined && <Result result={result} />}
    </Panel>
  );
}

function Result({ result }: { readonly result: TextClassification }) {
  const top = result.top.map((one) => `${one.label} ${formatPercent(one.probability)}`);
  const why = result.why.map(({ term, weight }) => `${term} ${formatScore(weight)}`);
  return (
    <output className={styles.outcome}>
      <Facts>
        <Fact name="Label">
          {result.label === null ? 'none: it abstains' : <RevealedText text={result.label} />}
        </Fact>
        <Fact name="Reason">
          <RevealedText text={result.reason} />
        </Fact>
        <Fact name="Likeliest">
          <RevealedText text={top.join(', ')} />
        </Fact>
        <Fact name="Words that decided">
          <RevealedText text={why.join(', ')} />
        </Fact>
      </Facts>
    </output>
  );
}
