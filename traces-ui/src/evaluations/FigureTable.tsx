import type { Figure, PartFigures } from '../../../contract/evaluation.ts';
import { describeCounts, formatFigure } from '../../../contract/format-figure.ts';
import table from '../ui/table.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';

const GROUP_WORDS: Readonly<Record<Figure['group'], string>> = {
  outcome: 'Outcome',
  retrieval: 'Retrieval',
  answer: 'Answer',
  citations: 'Citations',
  abstention: 'Abstention',
  review: 'Review',
  triage: 'Triage',
  extraction: 'Extraction',
  effort: 'Effort',
};

/** Every figure with its interval, the variants side by side. */
export function FigureTable({ variants }: Pick<PartFigures, 'variants'>) {
  const [first] = variants;
  const figures = first?.figures ?? [];
  return (
    <div className={table.bare}>
      <table className={table.table} aria-label="Figures">
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Figure</th>
            {variants.map(({ variant }) => (
              <th scope="col" key={variant}>
                {variant}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ metric, title, group }) => (
            <tr key={metric}>
              <td data-label="Group" className={table.soft}>
                {GROUP_WORDS[group]}
              </td>
              <th scope="row">{title}</th>
              {variants.map(({ variant, figures: own }) => (
                <td key={variant} data-label={variant}>
                  {own.filter((figure) => figure.metric === metric).map(formatFigure)}
                </td>
              ))}
            </tr>
          ))}
          <CountRow title="Required documents lost at" variants={variants} of="lost_at" />
          <CountRow title="Claims" variants={variants} of="verdicts" />
          <CountRow title="Citations" variants={variants} of="citations" />
          <CountRow title="Answers by" variants={variants} of="models" />
        </tbody>
      </table>
    </div>
  );
}

interface CountRowProps extends Pick<PartFigures, 'variants'> {
  readonly title: string;
  readonly of: 'lost_at' | 'verdicts' | 'citations' | 'models';
}

function CountRow({ title, variants, of }: CountRowProps) {
  return (
    <tr>
      <td data-label="Group" className={table.soft}>
        Counts
      </td>
      <th scope="row">{title}</th>
      {variants.map((variant) => (
        <td key={variant.variant} data-label={variant.variant}>
          <RevealedText text={describeCounts(variant[of])} />
        </td>
      ))}
    </tr>
  );
}
