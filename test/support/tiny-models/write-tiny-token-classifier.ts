import { join } from 'node:path';
import { FLOAT, node } from './onnx-writer.ts';
import { SHARED_AXES, shareWithFirst } from './share-with-first.ts';
import { TOKEN_INPUTS, writeTinyModel } from './write-tiny-model.ts';

export const TINY_TOKEN_CLASSIFIER = 'footnote-test/tiny-token-classifier';

/**
 * Writes `<folder>/footnote-test/tiny-token-classifier`: the logit that a token is not supported is the higher the less
 * of its vector the first text holds; a token that stands there is supported.
 */
export async function writeTinyTokenClassifier(folder: string): Promise<void> {
  await writeTinyModel(
    join(folder, TINY_TOKEN_CLASSIFIER),
    'BertForTokenClassification',
    (vectors) => ({
      nodes: [
        ...shareWithFirst(vectors.name, 1),
        node('Sub', ['shared', 'threshold'], 'supported'),
        node('Sub', ['threshold', 'shared'], 'novel'),
        node('Concat', ['supported', 'novel'], 'logits', { axis: 2 }),
      ],
      constants: [
        vectors,
        ...SHARED_AXES,
        { name: 'threshold', dimensions: [1], values: Float32Array.of(10) },
      ],
      inputs: TOKEN_INPUTS,
      outputs: [{ name: 'logits', type: FLOAT, dimensions: ['batch', 'length', 2] }],
    }),
  );
}
