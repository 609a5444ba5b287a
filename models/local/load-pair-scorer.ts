import { AutoModelForSequenceClassification, AutoTokenizer } from '@huggingface/transformers';
import { configureLibrary } from './configure-library.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { DownloadProgress, ChildSettings } from './child-messages.ts';

/**
 * Loads a cross-encoder: a model that reads a question and a text together and gives one number, its logit that the
 * text answers the question. Throws the library's errors, and for a model with several outputs.
 */
export async function loadPairScorer(
  settings: Extract<ChildSettings, { task: 'score_pairs' }>,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel> {
  const options = configureLibrary(settings, onProgress);
  const tokenizer = await AutoTokenizer.from_pretrained(settings.model, options);
  const model = await AutoModelForSequenceClassification.from_pretrained(settings.model, options);
  const score = async (question: string, texts: readonly string[]) => {
    const questions = texts.map(() => question);
    const inputs = tokenizer(questions, { text_pair: [...texts], padding: true, truncation: true });
    const { logits } = await model(inputs);
    if (!(logits.data instanceof Float32Array))
      throw new TypeError('The model gives no 32-bit floats.');
    if (logits.data.length !== texts.length) {
      throw new TypeError(
        `The model gives ${logits.data.length / texts.length} numbers for a pair; a cross-encoder gives one.`,
      );
    }
    return Float32Array.from(logits.data);
  };
  await score('question', ['text']);
  return { width: 1, compute: ({ question = '', texts }) => score(question, texts) };
}
