import styles from './shell.module.css';

/** The word mark: the name with a footnote's marker. */
export function Brand() {
  return (
    <span className={styles.brand}>
      Footnote
      <span className={styles.brandMarker} aria-hidden="true">
        1
      </span>
    </span>
  );
}
