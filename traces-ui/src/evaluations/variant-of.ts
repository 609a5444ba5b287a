export const CONFIGURED = 'configured';

const MAX_NAME = 64;

/** The configuration as it is, or with a model named; a model's name has more kinds of characters than a variant's. */
export function variantOf(choice: string): { name: string; model?: string } {
  if (choice === CONFIGURED) return { name: CONFIGURED };
  const name = choice
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .slice(0, MAX_NAME);
  return { name, model: choice };
}
