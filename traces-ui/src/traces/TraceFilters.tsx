import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { modelsQuery } from '../api/queries.ts';
import { hasFilters, readTracesSearch, type TracesSearch } from '../search/traces-search.ts';
import page from '../ui/page.module.css';
import { DebouncedInput } from '../ui/DebouncedInput.tsx';
import {
  ANSWER_STATUS_TERMS,
  TRACE_KIND_TERMS,
  TRACE_STATE_TERMS,
} from '../ui/terms/outcome-terms.ts';
import { TASK_WORDS } from '../ui/terms/route-terms.ts';
import { optionsOf, wordOptionsOf } from '../ui/terms/term-options.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';

const route = getRouteApi('/app/traces');

const SELECTS = [
  { name: 'status', label: 'Outcome', data: optionsOf(ANSWER_STATUS_TERMS) },
  { name: 'verdict', label: 'Verdict', data: optionsOf(ANSWER_VERDICT_TERMS) },
  { name: 'task', label: 'Task', data: wordOptionsOf(TASK_WORDS) },
  { name: 'kind', label: 'Kind', data: optionsOf(TRACE_KIND_TERMS) },
  { name: 'state', label: 'State', data: optionsOf(TRACE_STATE_TERMS) },
] as const;

/** The filters of the list; each of them lives in the address. */
export function TraceFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: models } = useQuery(modelsQuery());
  const modelNames = (models?.data ?? []).map((model) => model.id).filter((id) => id !== 'auto');
  const [isOpen, setIsOpen] = useState(false);
  const set = (name: keyof TracesSearch, value: string | null) =>
    void navigate({
      search: (current) => readTracesSearch({ ...current, [name]: value ?? undefined }),
      replace: true,
    });
  return (
    <search className={page.toolbar} aria-label="Filters">
      <div data-grow>
        <DebouncedInput
          label="Question"
          placeholder="Words in the question"
          leftSection={<Search size={14} aria-hidden="true" />}
          value={search.q ?? ''}
          onValue={(value) => set('q', value)}
        />
      </div>
      <Button
        data-fit
        className={page.fold ?? ''}
        size="xs"
        variant="default"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {isOpen ? 'Fewer filters' : 'More filters'}
      </Button>
      <div className={page.folded} data-open={isOpen || undefined}>
        {SELECTS.map(({ name, label, data }) => (
          <Select
            key={name}
            size="xs"
            label={label}
            placeholder="Any"
            clearable
            data={data}
            value={search[name] ?? null}
            onChange={(value) => set(name, value)}
          />
        ))}
        <Select
          size="xs"
          label="Model"
          placeholder="Any"
          clearable
          searchable
          data={modelNames}
          value={search.model ?? null}
          onChange={(value) => set('model', value)}
        />
        <TextInput
          size="xs"
          type="date"
          label="From"
          value={search.from ?? ''}
          onChange={(event) => set('from', event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          type="date"
          label="To"
          value={search.to ?? ''}
          onChange={(event) => set('to', event.currentTarget.value)}
        />
      </div>
      {hasFilters(search) && (
        <Button
          data-fit
          size="xs"
          variant="subtle"
          onClick={() => void navigate({ search: {}, replace: true })}
        >
          Clear filters
        </Button>
      )}
    </search>
  );
}
