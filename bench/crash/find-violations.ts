import type { Hit } from './observe-service.ts';
import type { UploadsOutcome } from './run-uploads.ts';
import type { StoredVersion } from './read-stored.ts';
import type { Upload } from './write-uploads.ts';

/** What was asked for, and which of its words must be found or must not. */
export interface Expectation {
  readonly uploads: readonly Upload[];
  /** The source that holds the word in the version that serves; null for a word of an older version. */
  readonly sourceOfWord: ReadonlyMap<string, string | null>;
}

const MAX_SHOWN = 20;
/** Two sums of the same numbers in another order differ by less. */
const SCORE_TOLERANCE = 1e-6;

/** Everything in which a run that was killed at differs from a run in peace, or breaks a rule. */
export function findViolations(
  killedAt: UploadsOutcome,
  inPeace: UploadsOutcome,
  expectation: Expectation,
): readonly string[] {
  const found = [
    ...killedAt.refused,
    ...findUnacknowledged(killedAt, expectation.uploads),
    ...findRepeatedIds(killedAt),
    ...findBrokenRules(killedAt),
    ...compareFates(killedAt, inPeace),
    ...compareVersions(killedAt.stored.versions, inPeace.stored.versions),
    ...compareHits(killedAt, inPeace, expectation),
  ];
  const hidden = found.length - MAX_SHOWN;
  return hidden > 0 ? [...found.slice(0, MAX_SHOWN), `… and ${hidden} more`] : found;
}

function findUnacknowledged(outcome: UploadsOutcome, uploads: readonly Upload[]): string[] {
  const keys = new Set(outcome.acknowledged.map(({ upload }) => upload.key));
  const missing = uploads.filter(({ key }) => !keys.has(key));
  const extra = outcome.stored.runs - uploads.length;
  return [
    ...missing.map(({ key }) => `${key}: never acknowledged`),
    ...(extra > 0 ? [`${extra} uploads were carried out twice`] : []),
  ];
}

/** A source has one id, whichever request named it. */
function findRepeatedIds({ acknowledged }: UploadsOutcome): string[] {
  const ids = new Map<string, string>();
  return acknowledged.flatMap(({ accepted }) =>
    accepted.documents.flatMap(({ id, source }) => {
      const known = ids.get(source) ?? id;
      ids.set(source, known);
      return known === id ? [] : [`${source}: acknowledged with two ids`];
    }),
  );
}

function findBrokenRules({ stored }: UploadsOutcome): string[] {
  return Object.entries(stored.broken).flatMap(([rule, count]) =>
    count === 0 ? [] : [`${count} × ${rule}`],
  );
}

function compareFates(killedAt: UploadsOutcome, inPeace: UploadsOutcome): string[] {
  const acknowledged = killedAt.acknowledged.flatMap(({ upload }) => upload.documents);
  return [...new Set(acknowledged.map(({ source }) => source))].flatMap((source) => {
    const fate = killedAt.fates.get(source) ?? 'lost';
    const wanted = inPeace.fates.get(source) ?? 'lost';
    const isEnded =
      fate === 'ready' || (fate.startsWith('failed: ') && !fate.endsWith('no reason'));
    if (!isEnded) return [`${source}: is ${fate} in the end`];
    return fate === wanted ? [] : [`${source}: is ${fate}, in peace ${wanted}`];
  });
}

function compareVersions(
  killedAt: readonly StoredVersion[],
  inPeace: readonly StoredVersion[],
): string[] {
  const lines = (versions: readonly StoredVersion[]) =>
    new Map(
      versions.map((version) => [`${version.source} version ${version.version}`, version] as const),
    );
  const wanted = lines(inPeace);
  const found = lines(killedAt);
  const names = [...new Set([...wanted.keys(), ...found.keys()])];
  return names.flatMap((name) => {
    const one = found.get(name);
    const other = wanted.get(name);
    if (one === undefined) return [`${name}: is missing`];
    if (other === undefined) return [`${name}: is too many`];
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [`${name}: differs`];
  });
}

function compareHits(
  killedAt: UploadsOutcome,
  inPeace: UploadsOutcome,
  { sourceOfWord }: Expectation,
): string[] {
  return [...killedAt.hits].flatMap(([word, hits]) => {
    const source = sourceOfWord.get(word) ?? null;
    const found = hits.map((hit) => hit.source);
    const wanted = source === null ? [] : [source];
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      return [`${word}: found in ${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`];
    }
    const others = inPeace.hits.get(word) ?? [];
    return hits.every((hit, at) => isSameHit(hit, others[at]))
      ? []
      : [`${word}: scored ${JSON.stringify(hits)}, in peace ${JSON.stringify(others)}`];
  });
}

function isSameHit(one: Hit, other: Hit | undefined): boolean {
  return (
    other !== undefined &&
    one.contentHash === other.contentHash &&
    Math.abs(one.score - other.score) <= SCORE_TOLERANCE * Math.abs(other.score) &&
    (one.similarity === null) === (other.similarity === null) &&
    Math.abs((one.similarity ?? 0) - (other.similarity ?? 0)) <= SCORE_TOLERANCE
  );
}
