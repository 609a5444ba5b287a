import { Button, Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import type { TraceFacet, TraceOverview } from '../../../contract/trace-overview.ts';
import {
  readTracesSearch,
  STALE_WORDS,
  toInstant,
  type TracesSearch,
} from '../search/traces-search.ts';
import { DebouncedInput } from '../ui/DebouncedInput.tsx';
import { MomentInput } from '../ui/MomentInput.tsx';
import page from '../ui/page.module.css';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import { ANSWER_STATUS_TERMS, TRACE_KIND_TERMS } from '../ui/terms/outcome-terms.ts';
import { COUNTED_AS_WORDS } from '../ui/terms/metric-terms.ts';
import { TASK_WORDS } from '../ui/terms/route-terms.ts';
import { wordOptionsOf } from '../ui/terms/term-options.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { facetOptions, labelsOf } from './facet-options.ts';

const route = getRouteApi('/app/traces');

interface FacetSelect {
  readonly facet: TraceFacet;
  readonly label: string;
  readonly words: Readonly<Record<string, string>>;
}

const FACETS: readonly FacetSelect[] = [
  { facet: 'status', label: 'Outcome', words: labelsOf(ANSWER_STATUS_TERMS) },
  { facet: 'verdict', label: 'Verdict', words: labelsOf(ANSWER_VERDICT_TERMS) },
  { facet: 'task', label: 'Task', words: TASK_WORDS },
  { facet: 'model', label: 'Model', words: {} },
  { facet: 'app', label: 'App', words: {} },
  { facet: 'kind', label: 'Kind', words: labelsOf(TRACE_KIND_TERMS) },
];

/** The filters of the list with what each would leave; each of them lives in the address. */
export function TraceFilters({ overview }: { readonly overview: TraceOverview | undefined }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const words = useRef<HTMLInputElement>(null);
  useShortcuts('Traces', [{ keys: '/', does: 'Search', run: () => words.current?.focus() }]);
  const set = (name: keyof TracesSearch, value: string | null | undefined) =>
    void navigate({
      search: (current) => readTracesSearch({ ...current, [name]: value ?? undefined }),
      replace: true,
    });
  return (
    <search className={page.toolbar} aria-label="Filters">
      <div data-grow>
        <DebouncedInput
          inputRef={words}
          label="Question or answer"
          placeholder="Words, “a phrase”, -without"
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
        {FACETS.map(({ facet, label, words: labels }) => (
          <Select
            key={facet}
            size="xs"
            label={label}
            placeholder="Any"
            clearable
            searchable={facet === 'model' || facet === 'app'}
            data={facetOptions(overview?.facets ?? [], facet, {
              chosen: search[facet],
              words: labels,
            })}
            value={search[facet] ?? null}
            onChange={(value) => set(facet, value)}
          />
        ))}
        <Select
          size="xs"
          label="Sources since"
          placeholder="Any"
          clearable
          data={wordOptionsOf(STALE_WORDS)}
          value={search.stale ?? null}
          onChange={(value) => set('stale', value)}
        />
        <Select
          size="xs"
          label="Counts as"
          placeholder="Any"
          clearable
          data={wordOptionsOf(COUNTED_AS_WORDS)}
          value={search.counted_as ?? null}
          onChange={(value) => set('counted_as', value)}
        />
        <MomentInput
          label="From"
          value={search.from && toInstant(search.from, 0)}
          onValue={(at) => set('from', at)}
        />
        <MomentInput
          label="To"
          value={search.to && toInstant(search.to, 1)}
          onValue={(at) => set('to', at)}
        />
      </div>
    </search>
  );
}
