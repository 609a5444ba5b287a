/** Terms hold neither a space nor a caret. */
const WEIGHTED = /^(?<term>.+)\^(?<weight>\d+(?:\.\d+)?)$/u;

/** The terms of the lexical leg with their weights, from the query as the trace has it: `badg lost^2 card^0.2`. */
export function readSentTerms(query: string): ReadonlyMap<string, number> {
  const terms = query.split(' ').filter((term) => term !== '');
  return new Map(
    terms.map((written) => {
      const { term, weight } = WEIGHTED.exec(written)?.groups ?? {};
      return term === undefined ? [written, 1] : [term, Number(weight)];
    }),
  );
}
