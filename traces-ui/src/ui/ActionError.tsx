import { Text } from '@mantine/core';

/** Why the last try of an action failed, beside what started it; nothing while it has not. */
export function ActionError({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <Text size="sm" c="var(--bad-fg)" role="alert" mt="xs">
      {error.message}
    </Text>
  );
}
