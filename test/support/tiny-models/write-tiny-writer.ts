import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FLOAT, INT64, writeOnnxModel, type OnnxModel, type ValueShape } from './onnx-writer.ts';

export const TINY_WRITER = 'footnote-test/tiny-writer';

const SPECIAL = ['<pad>', '<unk>', '<end>'];
const PAD = 0;
const UNKNOWN = 1;
const END = 2;
/** The last word of every prompt. */
const TURN = 'assistant:';
const LIKELY = 10;
/** Width of the keys and values, which say nothing: only their number counts. */
const WIDTH = 2;

/**
 * Writes `<folder>/footnote-test/tiny-writer`: a model that answers every prompt with the same words, which must differ
 * from one another, because each word is followed by what follows it in them. It runs through the real tokenizer, chat
 * template, runtime and cache.
 */
export async function writeTinyWriter(
  folder: string,
  answer: string,
  options: { readonly endsBy?: 'end' | 'never'; readonly name?: string } = {},
): Promise<void> {
  const words = answer.split(' ');
  const vocabulary = [...SPECIAL, TURN, ...words];
  const last = options.endsBy === 'never' ? vocabulary.indexOf(TURN) : END;
  const following = vocabulary.map((word) => {
    const at = word === TURN ? -1 : words.indexOf(word);
    if (word !== TURN && at < 0) return END;
    const next = words[at + 1];
    return next === undefined ? last : vocabulary.indexOf(next);
  });
  const target = join(folder, options.name ?? TINY_WRITER);
  await mkdir(join(target, 'onnx'), { recursive: true });
  const bytes = writeOnnxModel(buildWriter(following));
  await Promise.all([
    writeJson(join(target, 'config.json'), config(vocabulary.length)),
    writeJson(join(target, 'generation_config.json'), { eos_token_id: END, pad_token_id: PAD }),
    writeJson(join(target, 'tokenizer.json'), tokenizer(vocabulary)),
    writeJson(join(target, 'tokenizer_config.json'), tokenizerConfig),
    writeFile(join(target, 'onnx', 'model.onnx'), bytes),
    writeFile(join(target, 'onnx', 'model_quantized.onnx'), bytes),
    writeFile(join(target, 'onnx', 'model_q4.onnx'), bytes),
  ]);
}

/** The logits of a word are a row of a table; the cache grows by a place with each word. */
function buildWriter(following: readonly number[]): OnnxModel {
  const size = following.length;
  const logits = following.flatMap((next) =>
    Array.from({ length: size }, (_, token) => (token === next ? LIKELY : 0)),
  );
  const cache = (kind: 'key' | 'value') => ({
    input: `past_key_values.0.${kind}`,
    output: `present.0.${kind}`,
  });
  const grow = (kind: 'key' | 'value') => ({
    operator: 'Concat',
    inputs: [cache(kind).input, 'place'],
    output: cache(kind).output,
    attributes: { axis: 2 },
  });
  const cached = (name: string, length: string): ValueShape => ({
    name,
    type: FLOAT,
    dimensions: ['batch', 1, length, WIDTH],
  });
  return {
    nodes: [
      {
        operator: 'Gather',
        inputs: ['table', 'input_ids'],
        output: 'logits',
        attributes: { axis: 0 },
      },
      {
        operator: 'Gather',
        inputs: ['places', 'input_ids'],
        output: 'row',
        attributes: { axis: 0 },
      },
      { operator: 'Unsqueeze', inputs: ['row', 'headAxis'], output: 'place' },
      grow('key'),
      grow('value'),
    ],
    constants: [
      { name: 'table', dimensions: [size, size], values: Float32Array.from(logits) },
      { name: 'places', dimensions: [size, WIDTH], values: new Float32Array(size * WIDTH) },
      { name: 'headAxis', dimensions: [1], values: BigInt64Array.of(1n) },
    ],
    inputs: [
      { name: 'input_ids', type: INT64, dimensions: ['batch', 'length'] },
      { name: 'attention_mask', type: INT64, dimensions: ['batch', 'total'] },
      cached(cache('key').input, 'past'),
      cached(cache('value').input, 'past'),
    ],
    outputs: [
      { name: 'logits', type: FLOAT, dimensions: ['batch', 'length', size] },
      cached(cache('key').output, 'all'),
      cached(cache('value').output, 'all'),
    ],
  };
}

function config(vocabularySize: number): object {
  return {
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    hidden_size: WIDTH,
    num_attention_heads: 1,
    num_key_value_heads: 1,
    head_dim: WIDTH,
    num_hidden_layers: 1,
    intermediate_size: WIDTH,
    vocab_size: vocabularySize,
    max_position_embeddings: 4096,
    bos_token_id: PAD,
    eos_token_id: END,
  };
}

const tokenizerConfig = {
  tokenizer_class: 'PreTrainedTokenizer',
  model_max_length: 4096,
  pad_token: SPECIAL[PAD],
  unk_token: SPECIAL[UNKNOWN],
  eos_token: SPECIAL[END],
  chat_template: `{% for message in messages %}{{ message.role }}: {{ message.content }} {% endfor %}{% if add_generation_prompt %}${TURN}{% endif %}`,
};

function tokenizer(vocabulary: readonly string[]): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordLevel',
      unk_token: SPECIAL[UNKNOWN],
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, JSON.stringify(value));
}
