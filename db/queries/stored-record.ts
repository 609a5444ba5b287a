/** A record as it is stored: its canonical bytes (RFC 8785) and their SHA-256. */
export interface StoredRecord {
  readonly canonical: Buffer;
  readonly sha256: Buffer;
}
