/** What an instruction to a model tries, as codes of findings. */
export type InjectionCode =
  | 'overrides_instructions'
  | 'changes_role'
  | 'asks_for_prompt'
  | 'keeps_from_user'
  | 'dictates_answer'
  | 'sends_data'
  | 'chat_template'
  | 'tool_call'
  | 'image_beacon'
  | 'addresses_model';

/**
 * A way of speaking to a model. `opening` is where it is looked for, `rest` what has to follow it; both are
 * sources of regular expressions over lower-case text with bounded repetitions only. At a weight of 1 it is
 * a finding alone, below that together with others near by.
 */
export interface Cue {
  readonly code: InjectionCode;
  readonly weight: number;
  readonly opening: string;
  readonly rest: string;
}
