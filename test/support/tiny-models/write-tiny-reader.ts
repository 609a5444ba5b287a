import { join } from 'node:path';
import { FLOAT } from './onnx-writer.ts';
import { TOKEN_INPUTS, writeTinyModel } from './write-tiny-model.ts';

export const TINY_READER = 'footnote-test/tiny-reader';

const FIRST_TOKEN = 2;
const NO_ANSWER = 8;

/**
 * Writes `<folder>/footnote-test/tiny-reader`: the answer begins and ends at the word that the question says, too, and
 * there is none where it says no word of the text.
 */
export async function writeTinyReader(folder: string): Promise<void> {
  const node = (
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, number>> = {},
  ) => ({ operator, inputs, output, attributes });
  await writeTinyModel(join(folder, TINY_READER), 'BertForQuestionAnswering', (vectors) => {
    const [size = 0] = vectors.dimensions;
    const noAnswer = Float32Array.from({ length: size }, (_none, id) =>
      id === FIRST_TOKEN ? NO_ANSWER : 0,
    );
    return {
      nodes: [
        node('Gather', [vectors.name, 'input_ids'], 'tokens', { axis: 0 }),
        node('Gather', ['noAnswer', 'input_ids'], 'none', { axis: 0 }),
        node('Cast', ['attention_mask'], 'mask', { to: FLOAT }),
        node('Cast', ['token_type_ids'], 'types', { to: FLOAT }),
        node('Mul', ['mask', 'types'], 'second'),
        node('Sub', ['mask', 'second'], 'first'),
        node('Unsqueeze', ['first', 'lastAxis'], 'firstColumn'),
        node('Mul', ['tokens', 'firstColumn'], 'firstTokens'),
        node('ReduceSum', ['firstTokens', 'lengthAxis'], 'firstSum', { keepdims: 1 }),
        node('Mul', ['tokens', 'firstSum'], 'products'),
        node('ReduceSum', ['products', 'lastAxis'], 'shared', { keepdims: 0 }),
        node('Add', ['shared', 'none'], 'both'),
        node('Mul', ['both', 'scale'], 'start_logits'),
        node('Mul', ['both', 'scale'], 'end_logits'),
      ],
      constants: [
        vectors,
        { name: 'noAnswer', dimensions: [size], values: noAnswer },
        { name: 'lastAxis', dimensions: [1], values: BigInt64Array.of(2n) },
        { name: 'lengthAxis', dimensions: [1], values: BigInt64Array.of(1n) },
        { name: 'scale', dimensions: [1], values: Float32Array.of(0.5) },
      ],
      inputs: TOKEN_INPUTS,
      outputs: ['start_logits', 'end_logits'].map((name) => ({
        name,
        type: FLOAT,
        dimensions: ['batch', 'length'],
      })),
    };
  });
}
