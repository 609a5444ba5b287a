import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import styles from './compare.module.css';
import type { PairRow } from './describe-pairs.ts';

interface PairTableProps {
  readonly caption: string;
  readonly rows: readonly PairRow[];
}

/** Values of two answers side by side; those that differ stand out. */
export function PairTable({ caption, rows }: PairTableProps) {
  return (
    <div className={table.bare}>
      <table className={table.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">First</th>
            <th scope="col">Second</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, from, to }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="First" className={styles.value}>
                <RevealedText text={from} />
              </td>
              <td data-label="Second" className={styles.value}>
                {from === to ? (
                  <span className={styles.same}>the same</span>
                ) : (
                  <span className={styles.differs}>
                    <RevealedText text={to} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
