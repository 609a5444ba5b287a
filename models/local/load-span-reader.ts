import {
  AutoModelForQuestionAnswering,
  AutoTokenizer,
  Tensor,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import type { ChildSettings, DownloadProgress } from './child-messages.ts';
import { configureLibrary } from './configure-library.ts';
import { cutWindows, findSpans, type WindowLogits } from './find-spans.ts';
import type { LoadedModel } from './loaded-model.ts';
import { locateTokens } from './locate-tokens.ts';
import { MAX_SPANS, packSpans, SPAN_VALUES } from './span-values.ts';

/** What models are read with whose tokenizer says nothing of a limit. */
const MAX_TOKENS = 512;
/** A question that takes more of a window loses its end. */
const MAX_QUESTION_SHARE = 0.5;

/** A question as it stands before every window: the window comes behind `ids` and before `end`. */
interface Opening {
  readonly ids: readonly number[];
  readonly types: readonly number[];
  readonly end: number;
  readonly textType: number;
  /** How many tokens of a text fit behind it. */
  readonly room: number;
}

/**
 * Loads an extractive reader: a model that gives, for a question and a text, the logits of where the answer begins and
 * where it ends, of which those of the first token say that there is none. A text that is too long is read in windows
 * that overlap. Throws the library's errors, and for a model that gives no such logits.
 */
export async function loadSpanReader(
  settings: Extract<ChildSettings, { task: 'read_spans' }>,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel> {
  const options = configureLibrary(settings, onProgress);
  const tokenizer = await AutoTokenizer.from_pretrained(settings.model, options);
  const model = await AutoModelForQuestionAnswering.from_pretrained(settings.model, options);
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false });
  const readWindow = async (ids: readonly number[], from: number, opening: Opening) => {
    const { start_logits: starts, end_logits: ends } = await model(inputOf(ids, opening));
    const place = { first: opening.ids.length, count: ids.length };
    return { from, starts: logitsOf(starts, place), ends: logitsOf(ends, place) };
  };
  const read = async (question: string, text: string) => {
    const opening = openWith(tokenizer, question);
    const tokens = locateTokens(text, encode);
    const windows: WindowLogits[] = [];
    let tokenCount = 0;
    for (const { start, end } of cutWindows(tokens.length, opening.room)) {
      const ids = tokens.slice(start, end).map(({ id }) => id);
      // One at a time: a batch would pad the short ones, and some models' scores drift with padding.
      windows.push(await readWindow(ids, start, opening));
      tokenCount += opening.ids.length + ids.length + 1;
    }
    const spans = findSpans(windows, MAX_SPANS).map((span) => ({
      ...span,
      start: tokens[span.start]?.start ?? 0,
      end: tokens[span.end - 1]?.end ?? 0,
    }));
    return packSpans({ tokenCount, spans });
  };
  await read('question', 'text');
  return {
    width: SPAN_VALUES,
    async compute({ question = '', texts }) {
      const values: number[] = [];
      for (const text of texts) values.push(...(await read(question, text)));
      return Float32Array.from(values);
    },
  };
}

function openWith(tokenizer: PreTrainedTokenizer, question: string): Opening {
  const declared = Number(tokenizer.model_max_length);
  const most = Number.isFinite(declared) && declared < 100_000 ? declared : MAX_TOKENS;
  const probe = tokenizer.encode('x', { add_special_tokens: false });
  let asked = question;
  for (;;) {
    const pair = tokenizer([asked], { text_pair: ['x'], return_tensor: false });
    const [ids = []] = numbersOf(pair.input_ids);
    const [types = []] = numbersOf(pair.token_type_ids);
    // The text stands at the end, before one closing token.
    const length = ids.length - probe.length - 1;
    if (length <= most * MAX_QUESTION_SHARE || asked === '') {
      return {
        ids: ids.slice(0, length),
        types: types.slice(0, length),
        end: ids.at(-1) ?? 0,
        textType: types.at(-1) ?? 0,
        room: Math.max(1, most - length - 1),
      };
    }
    asked = asked.slice(0, Math.floor((asked.length * most * MAX_QUESTION_SHARE) / length));
  }
}

function inputOf(text: readonly number[], { ids, types, end, textType }: Opening) {
  const all = [...ids, ...text, end];
  const allTypes = [...all.keys()].map((at) => types[at] ?? textType);
  return {
    input_ids: toTensor(all),
    attention_mask: toTensor(all.map(() => 1)),
    token_type_ids: toTensor(allTypes),
  };
}

function toTensor(numbers: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(numbers, BigInt), [1, numbers.length]);
}

/** That of no answer, and those of the text's tokens. */
function logitsOf(
  output: unknown,
  { first, count }: { readonly first: number; readonly count: number },
): readonly number[] {
  if (!(output instanceof Tensor) || !(output.data instanceof Float32Array)) {
    throw new TypeError('The model gives no start and end of an answer, so it is no reader.');
  }
  const { data } = output;
  return [data[0] ?? 0, ...data.subarray(first, first + count)];
}

/** What a tokenizer gives when it makes no tensors. */
function numbersOf(rows: unknown): readonly (readonly number[])[] {
  return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.map(Number) : [])) : [];
}
