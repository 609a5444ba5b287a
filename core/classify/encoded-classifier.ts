import type { FeatureWeights } from './feature-weights.ts';
import type { LinearClassifier } from './linear-classifier.ts';
import type { SoftmaxModel } from './softmax-model.ts';

/** A classifier as it is kept in a file: weights in 8 bits, lists of numbers as Base64. */
export interface EncodedClassifier {
  readonly labels: readonly string[];
  readonly temperature: number;
  readonly unseenRarity: number;
  readonly ordinaryEnergies: readonly number[];
  readonly bias: readonly number[];
  /** What one step of each class's weights is worth. */
  readonly steps: readonly number[];
  /** Distances between the buckets, seven bits a byte. */
  readonly buckets: string;
  /** One byte each, in steps of `unseenRarity / 255`. */
  readonly rarity: string;
  /** One signed byte each, all classes of a column behind one another. */
  readonly weights: string;
}

const LARGEST_STEP = 127;
const LARGEST_BYTE = 255;
const SEVEN_BITS = 7;
const MORE = 128;

/** Keeps the `maxColumns` features that can change a score most; what is left out counts as never seen. */
export function encodeClassifier(
  { labels, features, model, temperature, ordinaryEnergies }: LinearClassifier,
  maxColumns: number,
): EncodedClassifier {
  const { classes, weights } = model;
  const strengths = Array.from(features.buckets, (_, column) => {
    const row = weights.subarray(column * classes, (column + 1) * classes);
    return { column, strength: row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) };
  });
  const kept = strengths
    .toSorted((left, right) => right.strength - left.strength)
    .slice(0, maxColumns)
    .map(({ column }) => column)
    .toSorted((left, right) => left - right);
  const steps = labels.map((_, k) => {
    const largest = kept.reduce(
      (most, column) => Math.max(most, Math.abs(weights[column * classes + k] ?? 0)),
      0,
    );
    return largest / LARGEST_STEP || 1;
  });
  return {
    labels,
    temperature: round(temperature),
    unseenRarity: round(features.unseenRarity),
    ordinaryEnergies: ordinaryEnergies.map(round),
    bias: Array.from(model.bias, round),
    steps: steps.map(round),
    buckets: toBase64(packDistances(kept.map((column) => features.buckets[column] ?? 0))),
    rarity: toBase64(
      kept.map((column) =>
        Math.round(((features.rarity[column] ?? 0) / features.unseenRarity) * LARGEST_BYTE),
      ),
    ),
    weights: toBase64(
      kept.flatMap((column) =>
        steps.map((step, k) => Math.round((weights[column * classes + k] ?? 0) / step) & 255),
      ),
    ),
  };
}

export function decodeClassifier(encoded: EncodedClassifier): LinearClassifier {
  const { labels, temperature, unseenRarity, ordinaryEnergies, bias, steps } = encoded;
  const classes = labels.length;
  const rarity = fromBase64(encoded.rarity);
  const features: FeatureWeights = {
    buckets: Int32Array.from(unpackDistances(fromBase64(encoded.buckets))),
    rarity: Float32Array.from(rarity, (byte) => (byte / LARGEST_BYTE) * unseenRarity),
    unseenRarity,
  };
  const signed = Int8Array.from(fromBase64(encoded.weights));
  const model: SoftmaxModel = {
    classes,
    weights: Float32Array.from(signed, (byte, at) => byte * (steps[at % classes] ?? 0)),
    bias: Float32Array.from(bias),
  };
  return { labels, features, model, temperature, ordinaryEnergies };
}

function packDistances(ascending: readonly number[]): readonly number[] {
  const bytes: number[] = [];
  let last = 0;
  for (const value of ascending) {
    let distance = value - last;
    last = value;
    while (distance >= MORE) {
      bytes.push((distance & (MORE - 1)) | MORE);
      distance >>>= SEVEN_BITS;
    }
    bytes.push(distance);
  }
  return bytes;
}

function unpackDistances(bytes: Uint8Array): readonly number[] {
  const values: number[] = [];
  let last = 0;
  let distance = 0;
  let shift = 0;
  for (const byte of bytes) {
    distance |= (byte & (MORE - 1)) << shift;
    shift += SEVEN_BITS;
    if (byte >= MORE) continue;
    last += distance;
    values.push(last);
    distance = 0;
    shift = 0;
  }
  return values;
}

function toBase64(bytes: readonly number[]): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}
