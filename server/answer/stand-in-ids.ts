const PREFIX = '00000000-0000-7000-8000-';

/** Stands in for the id of a chunk, and of its document, that is in no database. */
export function standInId(index: number): string {
  return `${PREFIX}${String(index).padStart(12, '0')}`;
}

export function isStandIn(id: string): boolean {
  return id.startsWith(PREFIX);
}
