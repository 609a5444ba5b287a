import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: "trace id", "record". */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1_500 });
  const label = clipboard.copied ? `Copied ${what}` : `Copy ${what}`;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={22}
      aria-label={label}
      title={label}
      onClick={() => clipboard.copy(text)}
    >
      {clipboard.copied ? <Check size={13} /> : <Copy size={13} />}
    </ActionIcon>
  );
}
