import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INT64, writeOnnxModel, type OnnxModel, type ValueShape } from './onnx-writer.ts';

export const TINY_DIMENSIONS = 64;

const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const WEAK_WORDS = words('a an the of is are to in and for do does how what many my');
const WORDS = words(
  'refund policy days return customer order shipping invoice payment bank loan money deposit account ' +
    'interest rate annual leave employee vpn password reset certificate boat river cat dog fish water',
);
const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789.,?!-:'.split('');
const WEAK_WEIGHT = 0.15;

/**
 * Writes a tiny, untrained model into a folder, as the hub would keep it: every word of its list has a direction of its
 * own, other words are spelt. It runs through the real tokenizer and runtime, always alike.
 */
export async function writeTinyModel(
  target: string,
  architecture:
    | 'BertModel'
    | 'BertForSequenceClassification'
    | 'BertForTokenClassification'
    | 'BertForQuestionAnswering',
  build: (vectors: OnnxModel['constants'][number]) => OnnxModel,
): Promise<void> {
  const vocabulary = [
    ...new Set([...SPECIAL_TOKENS, ...WEAK_WORDS, ...WORDS, ...CHARACTERS]),
    ...CHARACTERS.map((character) => `##${character}`),
  ];
  await mkdir(join(target, 'onnx'), { recursive: true });
  const bytes = writeOnnxModel(
    build({
      name: 'vectors',
      dimensions: [vocabulary.length, TINY_DIMENSIONS],
      values: Float32Array.from(vocabulary.flatMap((token) => vectorOf(token))),
    }),
  );
  await Promise.all([
    writeJson(join(target, 'config.json'), config(architecture, vocabulary.length)),
    writeJson(join(target, 'tokenizer.json'), tokenizer(vocabulary)),
    writeJson(join(target, 'tokenizer_config.json'), tokenizerConfig),
    writeFile(join(target, 'onnx', 'model.onnx'), bytes),
    writeFile(join(target, 'onnx', 'model_quantized.onnx'), bytes),
  ]);
}

/** The inputs of every such model. */
export const TOKEN_INPUTS: readonly ValueShape[] = [
  'input_ids',
  'attention_mask',
  'token_type_ids',
].map((name) => ({ name, type: INT64, dimensions: ['batch', 'length'] }));

function vectorOf(token: string): number[] {
  if (SPECIAL_TOKENS.includes(token)) return Array.from({ length: TINY_DIMENSIONS }, () => 0);
  const digest = createHash('sha512').update(token).digest();
  const isWeak = WEAK_WORDS.includes(token) || token.replace('##', '').length === 1;
  const weight = isWeak ? WEAK_WEIGHT : 1;
  return [...digest].slice(0, TINY_DIMENSIONS).map((byte) => (byte / 127.5 - 1) * weight);
}

function config(architecture: string, vocabularySize: number): object {
  return {
    model_type: 'bert',
    architectures: [architecture],
    ...(architecture === 'BertModel' ? {} : { id2label: { 0: 'LABEL_0' }, num_labels: 1 }),
    hidden_size: TINY_DIMENSIONS,
    num_attention_heads: 1,
    num_hidden_layers: 1,
    intermediate_size: TINY_DIMENSIONS,
    vocab_size: vocabularySize,
    max_position_embeddings: 128,
    type_vocab_size: 2,
  };
}

const tokenizerConfig = {
  tokenizer_class: 'BertTokenizer',
  do_lower_case: true,
  model_max_length: 128,
  pad_token: '[PAD]',
  unk_token: '[UNK]',
  cls_token: '[CLS]',
  sep_token: '[SEP]',
  mask_token: '[MASK]',
};

function tokenizer(vocabulary: readonly string[]): object {
  const one = [
    { SpecialToken: { id: '[CLS]', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: '[SEP]', type_id: 0 } },
  ];
  const other = [
    { Sequence: { id: 'B', type_id: 1 } },
    { SpecialToken: { id: '[SEP]', type_id: 1 } },
  ];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL_TOKENS.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: one,
      pair: [...one, ...other],
      special_tokens: Object.fromEntries(
        SPECIAL_TOKENS.map((id, at) => [id, { id, ids: [at], tokens: [id] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}

async function writeJson(file: string, value: object): Promise<void> {
  await writeFile(file, JSON.stringify(value));
}
