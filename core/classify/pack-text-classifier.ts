import { z } from 'zod';
import { PART_NAMES } from './read-text-parts.ts';
import type { TextClassifier } from './text-classifier.ts';

const LARGEST_STEP = 127;
const LARGEST_BYTE = 255;
/** Kept columns times classes: 4 bytes each once they are unpacked. */
const MAX_WEIGHTS = 24_000_000;
const FORMAT = 'text-classifier/1';

const Header = z.object({
  format: z.literal(FORMAT),
  parts: z.array(z.enum(PART_NAMES)),
  labels: z.array(z.string()),
  columns: z.int(),
  unseen_rarity: z.number(),
  temperature: z.number(),
  ordinary_energies: z.array(z.number()),
  bias: z.array(z.number()),
  steps: z.array(z.number()).describe("What one step of each class's weights is worth."),
  words: z.array(z.tuple([z.string(), z.number()])),
});

/**
 * A classifier as it is stored: the length of a JSON header in 4 bytes, the header, then for each column its bucket in
 * 4 bytes, its rarity in steps of a 255th of the greatest, and a signed byte for each class.
 */
export function packTextClassifier({
  parts,
  words,
  linear,
}: TextClassifier): Uint8Array<ArrayBuffer> {
  const { labels, features, model } = linear;
  const classes = labels.length;
  const kept = chooseColumns(model.weights, classes, Math.floor(MAX_WEIGHTS / classes));
  const steps = new Float64Array(classes);
  for (const column of kept) {
    for (let k = 0; k < classes; k += 1) {
      const size = Math.abs(model.weights[column * classes + k] ?? 0);
      if (size > (steps[k] ?? 0)) steps[k] = size;
    }
  }
  for (let k = 0; k < classes; k += 1) steps[k] = (steps[k] ?? 0) / LARGEST_STEP || 1;
  const header = new TextEncoder().encode(
    JSON.stringify({
      format: FORMAT,
      parts: [...parts],
      labels: [...labels],
      columns: kept.length,
      unseen_rarity: features.unseenRarity,
      temperature: linear.temperature,
      ordinary_energies: [...linear.ordinaryEnergies],
      bias: [...model.bias],
      steps: [...steps],
      words: [...words],
    } satisfies z.input<typeof Header>),
  );
  const bytes = new Uint8Array(4 + header.length + kept.length * (5 + classes));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, header.length);
  bytes.set(header, 4);
  const at = placesOf(header.length, kept.length);
  for (const [place, column] of kept.entries()) {
    view.setInt32(at.buckets + place * 4, features.buckets[column] ?? 0);
    const rarity = (features.rarity[column] ?? 0) / features.unseenRarity;
    bytes[at.rarity + place] = Math.round(rarity * LARGEST_BYTE);
    const row = at.weights + place * classes;
    for (let k = 0; k < classes; k += 1) {
      view.setInt8(
        row + k,
        Math.round((model.weights[column * classes + k] ?? 0) / (steps[k] ?? 1)),
      );
    }
  }
  return bytes;
}

/** Throws for bytes that are not those of a classifier. */
export function unpackTextClassifier(bytes: Uint8Array): TextClassifier {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0);
  const text = new TextDecoder('utf-8', { fatal: true }).decode(
    bytes.subarray(4, 4 + headerLength),
  );
  const header = Header.parse(JSON.parse(text));
  const { labels, columns, steps, unseen_rarity: unseenRarity } = header;
  const classes = labels.length;
  const at = placesOf(headerLength, columns);
  const buckets = new Int32Array(columns);
  const rarity = new Float32Array(columns);
  const weights = new Float32Array(columns * classes);
  for (let place = 0; place < columns; place += 1) {
    buckets[place] = view.getInt32(at.buckets + place * 4);
    rarity[place] = ((bytes[at.rarity + place] ?? 0) / LARGEST_BYTE) * unseenRarity;
    const row = place * classes;
    for (let k = 0; k < classes; k += 1) {
      weights[row + k] = view.getInt8(at.weights + row + k) * (steps[k] ?? 0);
    }
  }
  return {
    parts: header.parts,
    words: new Map(header.words),
    linear: {
      labels,
      features: { buckets, rarity, unseenRarity },
      model: { classes, weights, bias: Float32Array.from(header.bias) },
      temperature: header.temperature,
      ordinaryEnergies: header.ordinary_energies,
    },
  };
}

function placesOf(headerLength: number, columns: number) {
  const buckets = 4 + headerLength;
  const rarity = buckets + columns * 4;
  return { buckets, rarity, weights: rarity + columns };
}

/** Those that can change a score most, in their order; what is left out counts as never seen. */
function chooseColumns(weights: Float32Array, classes: number, most: number): readonly number[] {
  const columns = Array.from({ length: weights.length / classes }, (_, column) => column);
  if (columns.length <= most) return columns;
  const strengths = columns.map((column) => {
    let strongest = 0;
    for (let k = 0; k < classes; k += 1) {
      strongest = Math.max(strongest, Math.abs(weights[column * classes + k] ?? 0));
    }
    return strongest;
  });
  return columns
    .toSorted((left, right) => (strengths[right] ?? 0) - (strengths[left] ?? 0))
    .slice(0, most)
    .toSorted((left, right) => left - right);
}
