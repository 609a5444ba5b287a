/** A problem as somebody wrote it by hand, without greeting or signature. */
export interface Problem {
  readonly label: string;
  /** Whether an article of the library resolves it. */
  readonly isResolvable: boolean;
  readonly text: string;
}

/**
 * Reads a file of problems: `# class` begins a class, `+ text` is a problem that an article
 * resolves, `- text` one that it does not; `\n` is a line break. Throws at any other line.
 */
export function readProblems(source: string): readonly Problem[] {
  let label = '';
  return source.split('\n').flatMap((line): Problem[] => {
    if (line === '') return [];
    const text = line.slice(2).replaceAll(String.raw`\n`, '\n');
    if (line.startsWith('# ')) {
      label = text;
      return [];
    }
    if (label !== '' && /^[+-] /u.test(line)) {
      return [{ label, isResolvable: line.startsWith('+'), text }];
    }
    throw new Error(`Not a line of a file of problems: "${line}".`);
  });
}
