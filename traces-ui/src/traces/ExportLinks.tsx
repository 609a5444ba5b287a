import { buildUrl } from '../api/client.ts';
import { toTraceQuery, type TracesSearch } from '../search/traces-search.ts';
import page from '../ui/page.module.css';

/** The traces that the filters leave, as a file. */
export function ExportLinks({ search }: { readonly search: TracesSearch }) {
  const urlOf = (format: 'csv' | 'jsonl') =>
    buildUrl('/v1/traces/export', undefined, { ...toTraceQuery(search), format });
  return (
    <p className={page.exports}>
      Export{' '}
      <a href={urlOf('csv')} download title="The columns of this list">
        as CSV
      </a>{' '}
      ·{' '}
      <a href={urlOf('jsonl')} download title="Whole records with their hashes, one on each line">
        as JSONL
      </a>
    </p>
  );
}
