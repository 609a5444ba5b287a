/** A copy: the engine keeps a piece of a string as a view that holds the whole text in memory. */
export function detach(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
