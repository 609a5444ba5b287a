interface DocumentPage {
  readonly data: readonly { readonly source: string }[];
  readonly next_cursor: string | null;
}

/** Whether a readable document has the source; undefined where more match its words than were looked at. */
export function hasSource(source: string, documents: DocumentPage): boolean | undefined {
  if (documents.data.some((document) => document.source === source)) return true;
  return documents.next_cursor === null ? false : undefined;
}
