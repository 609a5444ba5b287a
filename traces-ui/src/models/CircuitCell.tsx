import type { CircuitOrder } from '../../../contract/circuit.ts';
import type { ModelCircuit } from '../../../contract/routed-model.ts';
import { formatDateTime } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import {
  CIRCUIT_CAUSE_WORDS,
  CIRCUIT_ORDER_WORDS,
  CIRCUIT_STATE_TERMS,
} from '../ui/terms/circuit-terms.ts';
import styles from './models.module.css';

/** The state of a circuit, what brought it there, and how it went before. */
export function CircuitCell({ circuit }: { readonly circuit: ModelCircuit | null }) {
  if (circuit === null) return <span className={table.soft}>calls nobody</span>;
  const { state, cause, detail, since, retry_at: retryAt, transitions } = circuit;
  return (
    <>
      <TermTag term={CIRCUIT_STATE_TERMS[state]} />{' '}
      <span className={table.soft}>since {formatDateTime(since)}</span>
      {cause !== null && (
        <div className={styles.cause}>
          {CIRCUIT_CAUSE_WORDS[cause]}: <RevealedText text={detail ?? ''} />
        </div>
      )}
      {retryAt !== null && (
        <div className={table.soft}>Lets a probe through from {formatDateTime(retryAt)}</div>
      )}
      {state === 'forced_open' && circuit.orders[0] !== undefined && (
        <div className={table.soft}>By {describeOrderer(circuit.orders[0])}</div>
      )}
      {circuit.shared_with.length > 0 && (
        <div className={table.soft}>Shared with {circuit.shared_with.join(', ')}</div>
      )}
      {transitions.length > 0 && (
        <details className={styles.transitions}>
          <summary>Transitions</summary>
          <ol>
            {transitions.map((transition) => (
              <li key={`${transition.at}-${transition.to}-${transition.cause}`}>
                {formatDateTime(transition.at)}: {CIRCUIT_STATE_TERMS[transition.from].label} →{' '}
                {CIRCUIT_STATE_TERMS[transition.to].label}.{' '}
                <RevealedText text={transition.detail} />
              </li>
            ))}
          </ol>
        </details>
      )}
      <OrderList orders={circuit.orders} />
    </>
  );
}

/** What people said by hand: it outlives the server, unlike the transitions. */
function OrderList({ orders }: { readonly orders: readonly CircuitOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <details className={styles.transitions}>
      <summary>By hand</summary>
      <ol>
        {orders.map((order) => (
          <li key={`${order.at}-${order.state}`}>
            {formatDateTime(order.at)}, {describeOrderer(order)}: {CIRCUIT_ORDER_WORDS[order.state]}
            . <RevealedText text={order.reason} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function describeOrderer({ by }: CircuitOrder): string {
  return by === null ? 'a key of another workspace' : by.name;
}
