import { Button, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CostSearch } from '../search/cost-search.ts';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';

interface CostFormProps {
  readonly search: CostSearch;
  readonly onSimulate: (search: CostSearch) => void;
}

/** What to suppose; it becomes part of the address when it is asked for. */
export function CostForm({ search, onSimulate }: CostFormProps) {
  const [asked, setAsked] = useState(search);
  const set = (changes: CostSearch) => setAsked((current) => ({ ...current, ...changes }));
  return (
    <Panel title="What if">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSimulate(asked);
        }}
      >
        <div className={page.toolbar}>
          <NumberInput
            label="Requests a month"
            value={asked.requests ?? 1_000_000}
            min={1}
            max={999_999_999}
            thousandSeparator=","
            onChange={(value) => set({ requests: Number(value) || undefined })}
          />
          <NumberInput
            label="Months"
            value={asked.months ?? 12}
            min={1}
            max={60}
            onChange={(value) => set({ months: Number(value) || undefined })}
          />
          <NumberInput
            label="Growth a month (%)"
            value={asked.growth ?? 0}
            min={0}
            max={100}
            onChange={(value) => set({ growth: Number(value) })}
          />
          <TextInput
            label="Prices"
            description="Times what they are."
            placeholder="large=0.5"
            value={asked.price ?? ''}
            onChange={(event) => set({ price: event.currentTarget.value })}
          />
          <TextInput
            label="Shares"
            description="Of the requests."
            placeholder="small=0.8"
            value={asked.share ?? ''}
            onChange={(event) => set({ share: event.currentTarget.value })}
          />
          <TextInput
            label="Other models"
            description="Tier, hosting, $ per million in and out, $ per machine hour."
            placeholder="big=large,hosted,2.5,10"
            value={asked.model ?? ''}
            onChange={(event) => set({ model: event.currentTarget.value })}
            data-grow
          />
          <Button type="submit" data-fit>
            Simulate
          </Button>
        </div>
      </form>
    </Panel>
  );
}
