import type { Atom, ChunkSpan, CuttingInput, Section } from './cutting.ts';
import { findOverlap } from './find-overlap.ts';
import { packAtoms, type Pack } from './pack-atoms.ts';
import { readAtoms } from './read-atoms.ts';
import type { Piece } from './read-pieces.ts';

/** Cuts section by section; the chunks of one begin where its costs are the least. */
export function cutChunks(input: CuttingInput): readonly ChunkSpan[] {
  return readSections(input.pieces).flatMap((section) => cutSection(input, section));
}

function readSections(pieces: readonly Piece[]): readonly Section[] {
  const sections: Section[] = [];
  for (let first = 0; first < pieces.length;) {
    let firstText = first;
    while (pieces[firstText]?.opensSection === true) firstText += 1;
    let last = firstText;
    while (pieces[last + 1]?.opensSection === false) last += 1;
    sections.push({ first, firstText, last });
    first = last + 1;
  }
  return sections;
}

function cutSection(input: CuttingInput, section: Section): readonly ChunkSpan[] {
  const { maxTokens, overlapTokens } = input.options;
  const atoms = readAtoms(input, section);
  const sizes = { maxTokens, wantedTokens: maxTokens - overlapTokens };
  const packs = packAtoms(atoms, input.tokens, sizes).flatMap((pack) =>
    halveOverlong(input, atoms, pack),
  );
  return packs.map((pack, order) => {
    const start = findOverlap(input, atoms, { pack, before: packs[order - 1] });
    const own = atoms.slice(pack.first, pack.last + 1);
    const repeatsText = start !== own[0]?.start;
    const end = own.at(-1)?.end ?? start;
    const tokenCount = repeatsText ? input.tokens.countBetween(start, end) : pack.tokenCount;
    return { start, end, tokenCount, ...placeOf(input, own) };
  });
}

interface CountedPack extends Pack {
  readonly tokenCount: number;
}

/** Counts taken together can be one or two short inside runs without white space. */
function halveOverlong(
  input: CuttingInput,
  atoms: readonly Atom[],
  { first, last }: Pack,
): readonly CountedPack[] {
  const start = atoms[first]?.start ?? 0;
  const end = atoms[last]?.end ?? start;
  const tokenCount = input.tokens.countBetween(start, end);
  if (first === last || tokenCount <= input.options.maxTokens) return [{ first, last, tokenCount }];
  const middle = (first + last) >> 1;
  return [
    { first, last: middle },
    { first: middle + 1, last },
  ].flatMap((half) => halveOverlong(input, atoms, half));
}

function placeOf(
  { pieces }: CuttingInput,
  atoms: readonly Atom[],
): Pick<ChunkSpan, 'headingPath' | 'page'> {
  const [first] = atoms;
  const named = atoms.find(({ pieceIndex }) => pieces[pieceIndex]?.opensSection === false) ?? first;
  const headingPath = pieces[named?.pieceIndex ?? 0]?.headingPath ?? [];
  const context = first?.context ?? [];
  return {
    headingPath: context.length === 0 ? headingPath : [...headingPath, ...context],
    page: pieces[first?.pieceIndex ?? 0]?.page ?? null,
  };
}
