/** Changes whenever the same document would be cut differently. */
export const CHUNKER_VERSION = 'structure@1';
