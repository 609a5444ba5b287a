import { join } from 'node:path';
import { FLOAT, node, type OnnxModel } from './onnx-writer.ts';
import { SHARED_AXES } from './share-with-first.ts';
import { TOKEN_INPUTS, writeTinyModel } from './write-tiny-model.ts';

export const TINY_CROSS_ENCODER = 'footnote-test/tiny-cross-encoder';
export const TINY_NLI = 'footnote-test/tiny-nli';

/**
 * Writes `<folder>/footnote-test/tiny-cross-encoder`: the logit of a pair is the product of the sums of both texts'
 * vectors, so it is the higher the more words they share.
 */
export async function writeTinyCrossEncoder(folder: string): Promise<void> {
  await writeTinyModel(
    join(folder, TINY_CROSS_ENCODER),
    'BertForSequenceClassification',
    scorePairs,
  );
}

/** Writes `<folder>/footnote-test/tiny-nli`, which gives contradicted, neutral and supported: the logit above, turned round and as it is. */
export async function writeTinyNli(folder: string): Promise<void> {
  await writeTinyModel(join(folder, TINY_NLI), 'BertForSequenceClassification', (vectors) => {
    const pairs = scorePairs(vectors);
    return {
      ...pairs,
      nodes: [
        ...pairs.nodes.slice(0, -1),
        node('Mul', ['product', 'scale'], 'supported'),
        node('Neg', ['supported'], 'contradicted'),
        node('Sub', ['supported', 'supported'], 'neutral'),
        node('Concat', ['contradicted', 'neutral', 'supported'], 'logits', { axis: 1 }),
      ],
      outputs: [{ name: 'logits', type: FLOAT, dimensions: ['batch', 3] }],
    };
  });
}

function scorePairs(vectors: OnnxModel['constants'][number]): OnnxModel {
  const cast = { to: FLOAT };
  return {
    nodes: [
      node('Gather', [vectors.name, 'input_ids'], 'tokens', { axis: 0 }),
      node('Cast', ['attention_mask'], 'mask', cast),
      node('Cast', ['token_type_ids'], 'types', cast),
      node('Mul', ['mask', 'types'], 'second'),
      node('Sub', ['mask', 'second'], 'first'),
      ...['first', 'second'].flatMap((side) => [
        node('Unsqueeze', [side, 'lastAxis'], `${side}Column`),
        node('Mul', ['tokens', `${side}Column`], `${side}Tokens`),
        node('ReduceSum', [`${side}Tokens`, 'lengthAxis'], `${side}Sum`, { keepdims: 0 }),
      ]),
      node('Mul', ['firstSum', 'secondSum'], 'products'),
      node('ReduceSum', ['products', 'lengthAxis'], 'product', { keepdims: 1 }),
      node('Mul', ['product', 'scale'], 'logits'),
    ],
    constants: [
      vectors,
      ...SHARED_AXES,
      { name: 'scale', dimensions: [1], values: Float32Array.of(0.02) },
    ],
    inputs: TOKEN_INPUTS,
    outputs: [{ name: 'logits', type: FLOAT, dimensions: ['batch', 1] }],
  };
}
