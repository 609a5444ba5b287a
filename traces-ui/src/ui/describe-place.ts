/** Where in its document something stands: the headings above it, without a first one that only repeats the title. */
export function describePlace(headingPath: readonly string[], title: string | null): string {
  const [first, ...rest] = headingPath;
  return (first === title ? rest : headingPath).join(' › ');
}
