import { sql, type SQL } from 'drizzle-orm';

/**
 * Array parameters in Postgres' binary format (`array_recv`): nothing is escaped, quoted or parsed, which
 * for bytes and vectors takes a fraction of the time that their text form takes.
 */
export function binaryTextArray(values: readonly string[]): SQL {
  const sizes = values.map((value) => Buffer.byteLength(value));
  const encoded = encodeArray(ELEMENT_TYPES.text, sizes, (buffer, offset, index) => {
    buffer.write(values[index] ?? '', offset);
  });
  return sql`${sql.param(encoded)}::text[]`;
}

export function binaryByteaArray(values: readonly Uint8Array[]): SQL {
  const sizes = values.map((value) => value.length);
  const encoded = encodeArray(ELEMENT_TYPES.bytea, sizes, (buffer, offset, index) => {
    buffer.set(values[index] ?? [], offset);
  });
  return sql`${sql.param(encoded)}::bytea[]`;
}

export function binaryUuidArray(values: readonly string[]): SQL {
  const sizes = values.map(() => UUID_BYTES);
  const encoded = encodeArray(ELEMENT_TYPES.uuid, sizes, (buffer, offset, index) => {
    const digits = (values[index] ?? '').replaceAll('-', '');
    if (buffer.write(digits, offset, UUID_BYTES, 'hex') !== UUID_BYTES) {
      throw new TypeError(`Not a UUID: ${values[index]}`);
    }
  });
  return sql`${sql.param(encoded)}::uuid[]`;
}

/** Throws for what is not a whole number of 32 bits. */
export function binaryIntArray(values: readonly (number | null)[]): SQL {
  const sizes = values.map((value) => (value === null ? null : INT_BYTES));
  const encoded = encodeArray(ELEMENT_TYPES.int4, sizes, (buffer, offset, index) => {
    buffer.writeInt32BE(whole(values[index] ?? 0), offset);
  });
  return sql`${sql.param(encoded)}::integer[]`;
}

export function binaryBigintArray(values: readonly number[]): SQL {
  const sizes = values.map(() => BIGINT_BYTES);
  const encoded = encodeArray(ELEMENT_TYPES.int8, sizes, (buffer, offset, index) => {
    buffer.writeBigInt64BE(BigInt(values[index] ?? 0), offset);
  });
  return sql`${sql.param(encoded)}::bigint[]`;
}

export function binaryVectorArray(vectors: readonly Float32Array[]): SQL {
  const sizes = vectors.map(vectorBytes);
  const encoded = encodeArray(ELEMENT_TYPES.vector, sizes, (buffer, offset, index) => {
    writeVector(buffer, offset, vectors[index] ?? new Float32Array());
  });
  return sql`${sql.param(encoded)}::vector[]`;
}

export function binaryVector(vector: Float32Array): SQL {
  const encoded = Buffer.alloc(vectorBytes(vector));
  writeVector(encoded, 0, vector);
  return sql`${sql.param(encoded)}::vector`;
}

/** pgvector's `vector_recv`: the dimensions, two unused bytes, then each number; it refuses what is not finite. */
function writeVector(buffer: Buffer, offset: number, vector: Float32Array): void {
  const view = new DataView(buffer.buffer, buffer.byteOffset + offset);
  view.setInt16(0, vector.length);
  vector.forEach((value, at) => view.setFloat32(VECTOR_HEADER_BYTES + at * FLOAT_BYTES, value));
}

function vectorBytes(vector: Float32Array): number {
  return VECTOR_HEADER_BYTES + vector.length * FLOAT_BYTES;
}

/**
 * The catalogue numbers of the elements' types. An extension's differ from database to database, and are
 * not compared with what the statement says (`array_recv`).
 */
const ELEMENT_TYPES = { bytea: 17, int8: 20, int4: 23, text: 25, uuid: 2950, vector: 0 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const UUID_BYTES = 16;
const INT_BYTES = 4;
const BIGINT_BYTES = 8;
const VECTOR_HEADER_BYTES = 4;
const FLOAT_BYTES = 4;

type WriteElement = (buffer: Buffer, offset: number, index: number) => void;

/** One dimension, counted from 1; a size of null is a null. */
function encodeArray(
  elementType: number,
  sizes: readonly (number | null)[],
  writeElement: WriteElement,
): Buffer {
  const byteCount = sizes.reduce<number>((total, size) => total + LENGTH_BYTES + (size ?? 0), 0);
  const buffer = Buffer.alloc(HEADER_BYTES + byteCount);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(sizes.includes(null) ? 1 : 0, 4);
  buffer.writeInt32BE(elementType, 8);
  buffer.writeInt32BE(sizes.length, 12);
  buffer.writeInt32BE(1, 16);
  let offset = HEADER_BYTES;
  for (const [index, size] of sizes.entries()) {
    buffer.writeInt32BE(size ?? NULL_LENGTH, offset);
    offset += LENGTH_BYTES;
    if (size === null) continue;
    writeElement(buffer, offset, index);
    offset += size;
  }
  return buffer;
}

/** `writeInt32BE` cuts fractions off. */
function whole(value: number): number {
  if (!Number.isInteger(value)) throw new TypeError(`Not a whole number: ${value}`);
  return value;
}
