import { join } from 'node:path';
import { FLOAT, node } from './onnx-writer.ts';
import { SHARED_AXES, shareWithFirst } from './share-with-first.ts';
import { TOKEN_INPUTS, writeTinyModel } from './write-tiny-model.ts';

export const TINY_READER = 'footnote-test/tiny-reader';

const FIRST_TOKEN = 2;
const NO_ANSWER = 8;

/**
 * Writes `<folder>/footnote-test/tiny-reader`: the answer begins and ends at the word that the question says, too, and
 * there is none where it says no word of the text.
 */
export async function writeTinyReader(folder: string): Promise<void> {
  await writeTinyModel(join(folder, TINY_READER), 'BertForQuestionAnswering', (vectors) => {
    const [size = 0] = vectors.dimensions;
    const noAnswer = Float32Array.from({ length: size }, (_none, id) =>
      id === FIRST_TOKEN ? NO_ANSWER : 0,
    );
    return {
      nodes: [
        ...shareWithFirst(vectors.name, 0),
        node('Gather', ['noAnswer', 'input_ids'], 'none', { axis: 0 }),
        node('Add', ['shared', 'none'], 'both'),
        node('Mul', ['both', 'scale'], 'start_logits'),
        node('Mul', ['both', 'scale'], 'end_logits'),
      ],
      constants: [
        vectors,
        { name: 'noAnswer', dimensions: [size], values: noAnswer },
        ...SHARED_AXES,
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
