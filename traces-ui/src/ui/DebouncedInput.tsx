import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const SETTLE_MS = 300;

interface DebouncedInputProps {
  readonly label: string;
  readonly placeholder: string;
  readonly leftSection: React.ReactNode;
  readonly inputRef?: React.Ref<HTMLInputElement>;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A text field whose value is taken over once typing pauses; a change from outside replaces it. */
export function DebouncedInput({ value, onValue, inputRef, ...input }: DebouncedInputProps) {
  const [typed, setTyped] = useState(value);
  const [settled, setSettled] = useState(value);
  const [seen, setSeen] = useState(value);
  const settle = useDebouncedCallback((text: string) => {
    setSettled(text);
    onValue(text);
  }, SETTLE_MS);
  if (value !== seen) {
    setSeen(value);
    if (value !== settled) setTyped(value);
  }
  return (
    <TextInput
      size="xs"
      {...input}
      {...(inputRef === undefined ? {} : { ref: inputRef })}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
