import { CATEGORIES, type Attack, type Category } from './attack.ts';
import { BYPASSES, escapes, exfiltrations } from './generators/leaking.ts';
import { BAITS, ENCODINGS, EXTRACTIONS, FORGERIES, INJECTIONS } from './generators/speaking.ts';
import { createSeeded, type Seeded } from './seeded.ts';

export interface AttackPlan {
  readonly seed: number;
  readonly perCategory: number;
  /** Nothing may be sent to this address. */
  readonly sink: string;
  /** The name of a model that may not see what is confidential. */
  readonly hosted: string;
}

type Draw = (seeded: Seeded) => Omit<Attack, 'id' | 'category'>;

/** As many attacks of each category as wanted, its techniques in turn; the same plan gives the same attacks. */
export function generateAttacks({
  seed,
  perCategory,
  sink,
  hosted,
}: AttackPlan): readonly Attack[] {
  const generators: Readonly<Record<Category, readonly Draw[]>> = {
    injection: INJECTIONS,
    exfiltration: exfiltrations(sink),
    prompt_extraction: EXTRACTIONS,
    access_bypass: BYPASSES,
    citation_forgery: FORGERIES,
    policy_escape: escapes(hosted),
    hallucination_bait: BAITS,
    encoding_tricks: ENCODINGS,
  };
  const seeded = createSeeded(seed);
  return CATEGORIES.flatMap((category) =>
    Array.from({ length: perCategory }, (_none, at): Attack => {
      const draws = generators[category];
      const draw = draws[at % draws.length];
      if (draw === undefined) throw new Error(`${category} has no technique.`);
      return { id: `${category}-${at + 1}`, category, ...draw(seeded) };
    }),
  );
}
