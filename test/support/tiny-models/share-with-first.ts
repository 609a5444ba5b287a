import { FLOAT, node, type OnnxModel } from './onnx-writer.ts';

type Node = OnnxModel['nodes'][number];

/** `shared`: for each token, how much of its vector the first text holds; `keepdims` 1 keeps an axis of one. */
export function shareWithFirst(vectors: string, keepdims: 0 | 1): readonly Node[] {
  return [
    node('Gather', [vectors, 'input_ids'], 'tokens', { axis: 0 }),
    node('Cast', ['attention_mask'], 'mask', { to: FLOAT }),
    node('Cast', ['token_type_ids'], 'types', { to: FLOAT }),
    node('Mul', ['mask', 'types'], 'second'),
    node('Sub', ['mask', 'second'], 'first'),
    node('Unsqueeze', ['first', 'lastAxis'], 'firstColumn'),
    node('Mul', ['tokens', 'firstColumn'], 'firstTokens'),
    node('ReduceSum', ['firstTokens', 'lengthAxis'], 'firstSum', { keepdims: 1 }),
    node('Mul', ['tokens', 'firstSum'], 'products'),
    node('ReduceSum', ['products', 'lastAxis'], 'shared', { keepdims }),
  ];
}

/** The axes that `shareWithFirst` goes along. */
export const SHARED_AXES: OnnxModel['constants'] = [
  { name: 'lastAxis', dimensions: [1], values: BigInt64Array.of(2n) },
  { name: 'lengthAxis', dimensions: [1], values: BigInt64Array.of(1n) },
];
