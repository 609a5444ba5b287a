/** The cursor of the first page is "none yet". */
export function firstPage(): string | undefined {
  return undefined;
}
