import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';

const SETTLE_MS = 300;

interface DebouncedInputProps {
  readonly label: string;
  readonly placeholder: string;
  readonly leftSection: React.ReactNode;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A text field whose value is taken over once typing pauses. */
export function DebouncedInput({ value, onValue, ...input }: DebouncedInputProps) {
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback(onValue, SETTLE_MS);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      size="xs"
      {...input}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
