import type { ModelAttempt, Reading } from '../../../contract/routing.ts';
import {
  formatCost,
  formatCount,
  formatDuration,
  formatPercent,
  formatQuantity,
} from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { CIRCUIT_STATE_TERMS } from '../ui/terms/circuit-terms.ts';
import { ATTEMPT_WORDS } from '../ui/terms/route-terms.ts';
import type { Term } from '../ui/terms/term.ts';

/** Every call to a model, successful or not. */
export function AttemptTable({ attempts }: { readonly attempts: readonly ModelAttempt[] }) {
  if (attempts.length === 0) return <EmptyState title="No model was called" />;
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Attempts">
        <thead>
          <tr>
            <th scope="col">Call</th>
            <th scope="col">Requested → served</th>
            <th scope="col">Result</th>
            <th scope="col" className={table.number}>
              First token
            </th>
            <th scope="col" className={table.number}>
              Duration
            </th>
            <th scope="col" className={table.number}>
              Tokens in / out
            </th>
            <th scope="col" className={table.number}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt) => (
            <tr key={attempt.n}>
              <td data-label="Call">
                {attempt.n}. {ATTEMPT_WORDS[attempt.kind]}
                <CircuitOf attempt={attempt} />
              </td>
              <td data-label="Requested → served">
                {attempt.requested_model} → {attempt.served_model ?? 'none'}
                <div className={table.soft}>
                  {attempt.provider}
                  {attempt.fingerprint && `, fingerprint ${attempt.fingerprint}`}
                </div>
              </td>
              <td data-label="Result" data-wide>
                <TermTag term={resultTerm(attempt)} />
                {attempt.error !== null && (
                  <div className={table.soft}>
                    <RevealedText text={attempt.error.detail} />
                  </div>
                )}
                {attempt.reading !== undefined && <SpansOf reading={attempt.reading} />}
                {typeof attempt.retry_after_s === 'number' && (
                  <div className={table.soft}>
                    Asked to wait {formatQuantity(attempt.retry_after_s, 'second')}
                  </div>
                )}
              </td>
              <td data-label="First token" className={table.number}>
                {attempt.ttft_ms === null ? '–' : formatDuration(attempt.ttft_ms)}
              </td>
              <td data-label="Duration" className={table.number}>
                {formatDuration(attempt.duration_ms)}
              </td>
              <td data-label="Tokens in / out" className={table.number}>
                {formatCount(attempt.input_tokens)} / {formatCount(attempt.output_tokens)}
              </td>
              <td data-label="Cost" className={table.number}>
                {formatCost(attempt.cost_usd)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a reader found an answer, the most probable span of each chunk. */
function SpansOf({ reading }: { readonly reading: Reading }) {
  const spans = reading.spans.map(
    ({ marker, probability }) => `[${marker}] ${formatPercent(probability)}`,
  );
  return (
    <div className={table.soft}>
      Spans: {spans.join(', ') || 'none'}; an answer needs {formatPercent(reading.min_probability)}
    </div>
  );
}

/** Closed before and after is not worth a word; older records do not tell. */
function CircuitOf({ attempt }: { readonly attempt: ModelAttempt }) {
  const { circuit_before: before, circuit_after: after } = attempt;
  if (before === undefined || after === undefined) return null;
  if (before === 'closed' && after === 'closed') return null;
  return (
    <div className={table.soft}>
      Circuit: {CIRCUIT_STATE_TERMS[before].label} → {CIRCUIT_STATE_TERMS[after].label}
    </div>
  );
}

function resultTerm({ error, finish_reason: finishReason }: ModelAttempt): Term {
  if (error !== null) {
    return { label: error.code, tone: 'bad', icon: 'cross', meaning: error.detail };
  }
  return { label: finishReason ?? 'done', tone: 'good', icon: 'check', meaning: 'It succeeded.' };
}
