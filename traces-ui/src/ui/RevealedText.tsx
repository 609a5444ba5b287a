import { revealCharacters } from './reveal-characters.ts';
import styles from './revealed-text.module.css';

/** Text from a document or a model: always text, with characters that hide or reorder made visible. */
export function RevealedText({ text }: { readonly text: string }) {
  return revealCharacters(text).map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- pieces of one text have no identity but their place
      <span key={index} className={styles.hidden} title={piece.name}>
        {piece.code}
      </span>
    ),
  );
}
