import { join } from 'node:path';
import { FLOAT } from './onnx-writer.ts';
import { TINY_DIMENSIONS, TOKEN_INPUTS, writeTinyModel } from './write-tiny-model.ts';

export const TINY_EMBEDDER = 'footnote-test/tiny-embedder';

/** Writes `<folder>/footnote-test/tiny-embedder`, to whose vectors texts are near that share words. */
export async function writeTinyEmbedder(folder: string): Promise<void> {
  // One node: the vector of each token, which the pipeline pools and normalises.
  await writeTinyModel(join(folder, TINY_EMBEDDER), 'BertModel', (vectors) => ({
    nodes: [
      {
        operator: 'Gather',
        inputs: [vectors.name, 'input_ids'],
        output: 'last_hidden_state',
        attributes: { axis: 0 },
      },
    ],
    constants: [vectors],
    inputs: TOKEN_INPUTS,
    outputs: [
      {
        name: 'last_hidden_state',
        type: FLOAT,
        dimensions: ['batch', 'length', TINY_DIMENSIONS],
      },
    ],
  }));
}
