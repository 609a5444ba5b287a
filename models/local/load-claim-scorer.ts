import {
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
  type PreTrainedModel,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import { configureLibrary } from './configure-library.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { DownloadProgress, ChildSettings } from './child-messages.ts';

type Settings = Extract<ChildSettings, { task: 'judge_claims' }>;

/** What models are read with whose tokenizer says nothing of a limit. */
const MAX_TOKENS = 512;
/** Those that a tokenizer puts around two texts, at most. */
const SPECIAL_TOKENS = 4;
/** The text is shortened to fit, a little more each time. */
const SHORTEN_BY = 0.9;
/** The output of a token classifier that says "not supported", as LettuceDetect has it. */
const NOT_SUPPORTED = 1;

/**
 * Loads a model that reads a text and a claim together. Of `pairs` it gives the logits of the pair, in the model's
 * order; of `tokens` one number, the chance that every token of the claim is supported. A text that is too long loses
 * its end, never the claim. Throws the library's errors.
 */
export async function loadClaimScorer(
  settings: Settings,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel> {
  const options = configureLibrary(settings, onProgress);
  const tokenizer = await AutoTokenizer.from_pretrained(settings.model, options);
  const read =
    settings.kind === 'pairs'
      ? readPairs(
          await AutoModelForSequenceClassification.from_pretrained(settings.model, options),
          tokenizer,
        )
      : readTokens(
          await AutoModelForTokenClassification.from_pretrained(settings.model, options),
          tokenizer,
        );
  const scoreAll = async (claim: string, texts: readonly string[]) => {
    const scores: number[] = [];
    // One at a time: a batch would pad the short ones, and some models' scores drift with padding.
    for (const text of texts) scores.push(...(await read(shorten(tokenizer, text, claim), claim)));
    return Float32Array.from(scores);
  };
  const { length: width } = await scoreAll('claim', ['text']);
  return { width, compute: ({ question = '', texts }) => scoreAll(question, texts) };
}

type Read = (text: string, claim: string) => Promise<readonly number[]>;

function readPairs(model: PreTrainedModel, tokenizer: PreTrainedTokenizer): Read {
  return async (text, claim) => {
    const { logits } = await model(tokenizer([text], { text_pair: [claim] }));
    return [...floatsOf(logits.data)];
  };
}

function readTokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizer): Read {
  return async (text, claim) => {
    const { logits } = await model(tokenizer([text], { text_pair: [claim] }));
    const values = floatsOf(logits.data);
    const [, tokenCount = 0, labelCount = 0] = logits.dims;
    if (labelCount !== 2) {
      throw new TypeError(`The model gives ${labelCount} numbers for a token; it must give two.`);
    }
    // The claim stands at the end, before one closing token.
    const last = tokenCount - 2;
    const first = last - countTokens(tokenizer, claim) + 1;
    let supported = 1;
    for (let at = Math.max(0, first); at <= last; at += 1) {
      const [own = 0, other = 0] = [
        values[at * labelCount + NOT_SUPPORTED],
        values[at * labelCount + 1 - NOT_SUPPORTED],
      ];
      supported = Math.min(supported, 1 / (1 + Math.exp(own - other)));
    }
    return [supported];
  };
}

function shorten(tokenizer: PreTrainedTokenizer, text: string, claim: string): string {
  const declared = Number(tokenizer.model_max_length);
  const most = Number.isFinite(declared) && declared < 100_000 ? declared : MAX_TOKENS;
  const room = most - countTokens(tokenizer, claim) - SPECIAL_TOKENS;
  let kept = text;
  for (let count = countTokens(tokenizer, kept); count > room && kept !== '';) {
    kept = kept.slice(0, Math.floor(kept.length * Math.min(SHORTEN_BY, room / count)));
    count = countTokens(tokenizer, kept);
  }
  return kept;
}

function countTokens(tokenizer: PreTrainedTokenizer, text: string): number {
  return tokenizer.encode(text, { add_special_tokens: false }).length;
}

function floatsOf(data: unknown): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new TypeError('The model gives no 32-bit floats.');
}
