/** `strong` and `soft` are highlights; `odd` and `even` tell neighbouring chunks apart. */
export type MarkKind = 'strong' | 'soft' | 'odd' | 'even';
