/** Whether a cell can name a column: words, or a year behind the first column, but no other number. */
export function isColumnName(name: string, index: number): boolean {
  if (index > 0 && /^(?:19|20)\d\d$/.test(name)) return true;
  return name !== '' && !/^[-+]?[\d.,\s%]+$/.test(name);
}
