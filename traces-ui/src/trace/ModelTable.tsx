import type { RouteCandidate } from '../../../contract/routing.ts';
import { formatCost } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { HOSTING_WORDS, REFUSAL_WORDS } from '../ui/terms/route-terms.ts';
import type { Term } from '../ui/terms/term.ts';

interface ModelTableProps {
  readonly candidates: readonly RouteCandidate[];
  readonly chosen: string;
}

/** Every configured model: eligible, or refused and by what. */
export function ModelTable({ candidates, chosen }: ModelTableProps) {
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Models considered">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Tier</th>
            <th scope="col">Eligible</th>
            <th scope="col" className={table.number}>
              Estimated cost
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map((candidate) => (
            <tr key={candidate.model} data-active={candidate.model === chosen || undefined}>
              <td className={table.main}>
                {candidate.model}{' '}
                {candidate.model === chosen && <PlainTag tone="info">chosen</PlainTag>}
                <div className={table.soft}>
                  {candidate.provider}, {HOSTING_WORDS[candidate.hosting].toLowerCase()}
                </div>
              </td>
              <td data-label="Tier">{candidate.tier}</td>
              <td data-label="Eligible">
                <TermTag term={eligibilityTerm(candidate)} />
              </td>
              <td data-label="Estimated cost" className={table.number}>
                {formatCost(candidate.estimated_cost_usd)}
              </td>
              <td data-wide>
                <RevealedText text={candidate.detail} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function eligibilityTerm({ refused_by: refusedBy }: RouteCandidate): Term {
  if (refusedBy === null) {
    return {
      label: 'Eligible',
      tone: 'good',
      icon: 'check',
      meaning: 'It could have been chosen.',
    };
  }
  return {
    label: `Refused: ${REFUSAL_WORDS[refusedBy]}`,
    tone: 'bad',
    icon: 'ban',
    meaning: `Refused by ${REFUSAL_WORDS[refusedBy]}.`,
  };
}
