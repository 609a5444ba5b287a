import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { readTracesSearch } from '../search/traces-search.ts';

const route = getRouteApi('/app/traces');

const HOUR_MS = 3_600_000;
const PRESETS = [
  { name: 'Last hour', ms: HOUR_MS },
  { name: '24 hours', ms: 24 * HOUR_MS },
  { name: '7 days', ms: 7 * 24 * HOUR_MS },
  { name: '30 days', ms: 30 * 24 * HOUR_MS },
] as const;

/** Ranges of time that end now, and all of it. */
export function TimePresets() {
  const { from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const setFrom = (since: string | undefined) =>
    void navigate({
      search: (current) => readTracesSearch({ ...current, from: since, to: undefined }),
    });
  return (
    <Button.Group>
      {PRESETS.map(({ name, ms }) => (
        <Button
          key={name}
          size="compact-xs"
          variant="default"
          onClick={() => setFrom(new Date(Date.now() - ms).toISOString())}
        >
          {name}
        </Button>
      ))}
      <Button
        size="compact-xs"
        variant="default"
        disabled={from === undefined && to === undefined}
        onClick={() => setFrom(undefined)}
      >
        All time
      </Button>
    </Button.Group>
  );
}
