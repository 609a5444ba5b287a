import { Button, type ButtonProps, Kbd } from '@mantine/core';

interface KeyedButtonProps extends Pick<ButtonProps, 'variant' | 'disabled' | 'loading' | 'size'> {
  /** The key that does the same. */
  readonly shortcut: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

/** A button that shows which key does the same. */
export function KeyedButton({ shortcut, children, ...button }: KeyedButtonProps) {
  return (
    <Button
      size="xs"
      aria-keyshortcuts={shortcut}
      rightSection={
        <Kbd size="xs" aria-hidden="true">
          {shortcut.toUpperCase()}
        </Kbd>
      }
      {...button}
    >
      {children}
    </Button>
  );
}
