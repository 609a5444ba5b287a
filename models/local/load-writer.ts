import {
  AutoModelForCausalLM,
  AutoTokenizer,
  StoppingCriteria,
  Tensor,
  TextStreamer,
} from '@huggingface/transformers';
import { configureLibrary } from './configure-library.ts';
import type { LoadedWriter } from './loaded-model.ts';
import type { DownloadProgress, ChildSettings } from './child-messages.ts';

/**
 * Loads a small instruct model that continues a conversation by its own chat template, always with the likeliest
 * token: the same prompt gives the same text. Throws the library's errors, and for a model without a template.
 */
export async function loadWriter(
  settings: Extract<ChildSettings, { task: 'write' }>,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedWriter> {
  const options = configureLibrary(settings, onProgress);
  const tokenizer = await AutoTokenizer.from_pretrained(settings.model, options);
  if (tokenizer.chat_template === null || tokenizer.chat_template === undefined) {
    throw new TypeError('The model has no chat template, so it is none to talk to.');
  }
  const model = await AutoModelForCausalLM.from_pretrained(settings.model, options);
  const ends = new Set([model.generation_config?.eos_token_id ?? []].flat().map(Number));
  return {
    async write({ messages, maxOutputTokens, contextWindow }, { onPiece, isWanted }) {
      const inputs = tokenizer.apply_chat_template([...messages], {
        add_generation_prompt: true,
        return_dict: true,
      });
      const inputTokens = inputs.input_ids.dims[1] ?? 0;
      if (inputTokens + maxOutputTokens > contextWindow) {
        return { finishReason: 'overflow', inputTokens, outputTokens: 0 };
      }
      const written = await model.generate({
        ...inputs,
        do_sample: false,
        max_new_tokens: maxOutputTokens,
        streamer: new TextStreamer(tokenizer, {
          skip_prompt: true,
          skip_special_tokens: true,
          callback_function: onPiece,
        }),
        stopping_criteria: new StopUnwanted(isWanted),
      });
      if (!(written instanceof Tensor)) throw new TypeError('The model gives no tokens.');
      const ids = Array.from(written.data, Number);
      const isWhole = ends.has(ids.at(-1) ?? -1);
      return {
        finishReason: isWhole ? 'stop' : 'length',
        inputTokens,
        outputTokens: ids.length - inputTokens,
      };
    },
  };
}

class StopUnwanted extends StoppingCriteria {
  readonly #isWanted: () => boolean;

  constructor(isWanted: () => boolean) {
    super();
    this.#isWanted = isWanted;
  }

  override _call(sequences: number[][]): boolean[] {
    return sequences.map(() => !this.#isWanted());
  }
}
