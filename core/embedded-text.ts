/** What is embedded and indexed: the document's title, the heading path and the chunk's own text. */
export function embeddedText(
  chunk: { readonly headingPath: readonly string[]; readonly text: string },
  title: string,
): string {
  const [outermost, ...inner] = chunk.headingPath;
  const path = outermost === title ? inner : chunk.headingPath;
  return [title, path.join(' > '), chunk.text].filter((line) => line !== '').join('\n');
}
