import { join } from 'node:path';
import { FLOAT } from './onnx-writer.ts';
import { TOKEN_INPUTS, writeTinyModel } from './write-tiny-model.ts';

export const TINY_TOKEN_CLASSIFIER = 'footnote-test/tiny-token-classifier';

/**
 * Writes `<folder>/footnote-test/tiny-token-classifier`: the logit that a token is not supported is the higher the less
 * of its vector the first text holds; a token that stands there is supported.
 */
export async function writeTinyTokenClassifier(folder: string): Promise<void> {
  const node = (
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, number>> = {},
  ) => ({ operator, inputs, output, attributes });
  await writeTinyModel(
    join(folder, TINY_TOKEN_CLASSIFIER),
    'BertForTokenClassification',
    (vectors) => ({
      nodes: [
        node('Gather', [vectors.name, 'input_ids'], 'tokens', { axis: 0 }),
        node('Cast', ['attention_mask'], 'mask', { to: FLOAT }),
        node('Cast', ['token_type_ids'], 'types', { to: FLOAT }),
        node('Mul', ['mask', 'types'], 'second'),
        node('Sub', ['mask', 'second'], 'first'),
        node('Unsqueeze', ['first', 'lastAxis'], 'firstColumn'),
        node('Mul', ['tokens', 'firstColumn'], 'firstTokens'),
        node('ReduceSum', ['firstTokens', 'lengthAxis'], 'firstSum', { keepdims: 1 }),
        node('Mul', ['tokens', 'firstSum'], 'products'),
        node('ReduceSum', ['products', 'lastAxis'], 'shared', { keepdims: 1 }),
        node('Sub', ['shared', 'threshold'], 'supported'),
        node('Sub', ['threshold', 'shared'], 'novel'),
        node('Concat', ['supported', 'novel'], 'logits', { axis: 2 }),
      ],
      constants: [
        vectors,
        { name: 'lastAxis', dimensions: [1], values: BigInt64Array.of(2n) },
        { name: 'lengthAxis', dimensions: [1], values: BigInt64Array.of(1n) },
        { name: 'threshold', dimensions: [1], values: Float32Array.of(10) },
      ],
      inputs: TOKEN_INPUTS,
      outputs: [{ name: 'logits', type: FLOAT, dimensions: ['batch', 'length', 2] }],
    }),
  );
}
