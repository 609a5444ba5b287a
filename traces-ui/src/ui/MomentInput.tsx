import { TextInput, type TextInputProps } from '@mantine/core';

interface MomentInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** An ISO instant. */
  readonly value: string | undefined;
  readonly onValue: (instant: string | undefined) => void;
}

/** A minute in the reader's own time, kept as an instant. */
export function MomentInput({ value, onValue, ...rest }: MomentInputProps) {
  return (
    <TextInput
      size="xs"
      wrapperProps={{ 'data-moment': true }}
      {...rest}
      type="datetime-local"
      value={value === undefined ? '' : toLocalMinute(value)}
      onChange={({ currentTarget: { value: typed } }) =>
        onValue(typed === '' ? undefined : new Date(typed).toISOString())
      }
    />
  );
}

/** `2026-03-01T10:05` in the reader's own time zone, as such a field takes it. */
function toLocalMinute(instant: string): string {
  const date = new Date(instant);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
