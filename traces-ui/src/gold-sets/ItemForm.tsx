import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { GoldItem } from '../../../contract/gold-set.ts';
import form from '../reviews/reviews.module.css';
import { Panel } from '../ui/Panel.tsx';
import { readLines, readSources } from './edit-items.ts';

interface Props {
  readonly item: GoldItem;
  readonly onDone: (item: GoldItem) => void;
  readonly onCancel: () => void;
}

/** What most items have; the rest of an item stays as it is. */
export function ItemForm({ item, onDone, onCancel }: Props) {
  const [input, setInput] = useState(item.input);
  const [answers, setAnswers] = useState((item.expected.accepted_answers ?? []).join('\n'));
  const [sources, setSources] = useState(item.sources.map(({ path }) => path).join('\n'));
  const [part, setPart] = useState(item.part);
  const [unanswerable, setUnanswerable] = useState(item.unanswerable);
  const [mustReview, setMustReview] = useState(item.must_review);
  const done = () => {
    const accepted = unanswerable ? [] : [...readLines(answers)];
    const { accepted_answers: _before, ...others } = item.expected;
    onDone({
      ...item,
      input,
      expected: accepted.length === 0 ? others : { ...others, accepted_answers: accepted },
      sources: readSources(sources, item.sources),
      part,
      unanswerable,
      must_review: mustReview,
    });
  };
  return (
    <Panel title={`Item ${item.id}`}>
      <div className={form.form}>
        <Textarea
          label="Input"
          autosize
          minRows={2}
          value={input}
          onChange={(event) => setInput(event.currentTarget.value)}
        />
        <Textarea
          label="Accepted answers"
          description="One a line; any of them is right."
          autosize
          minRows={2}
          disabled={unanswerable}
          value={answers}
          onChange={(event) => setAnswers(event.currentTarget.value)}
        />
        <Textarea
          label="Sources"
          description="One document's source a line; all of them are needed."
          autosize
          minRows={1}
          value={sources}
          onChange={(event) => setSources(event.currentTarget.value)}
        />
        <TextInput
          label="Part"
          description="Parts are counted apart."
          value={part}
          onChange={(event) => setPart(event.currentTarget.value)}
        />
        <Checkbox
          label="The documents do not answer it"
          checked={unanswerable}
          onChange={(event) => setUnanswerable(event.currentTarget.checked)}
        />
        <Checkbox
          label="A person has to decide"
          checked={mustReview}
          onChange={(event) => setMustReview(event.currentTarget.checked)}
        />
        <div className={form.buttons}>
          <Button size="xs" disabled={input.trim() === ''} onClick={done}>
            Keep
          </Button>
          <Button size="xs" variant="default" onClick={onCancel}>
            Leave as it was
          </Button>
        </div>
      </div>
    </Panel>
  );
}
