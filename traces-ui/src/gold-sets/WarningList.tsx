import type { GoldWarning } from '../../../contract/gold-set.ts';
import { Notice } from '../ui/Notice.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';

/** What was kept although it may be a slip. */
export function WarningList({ warnings }: { readonly warnings: readonly GoldWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn">
      <p>Kept, but perhaps a slip:</p>
      <ul>
        {warnings.map(({ line, item, message }) => (
          <li key={`${item} ${message}`}>
            {line !== null && `Line ${line}, `}
            <RevealedText text={`${item}: ${message}`} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}
