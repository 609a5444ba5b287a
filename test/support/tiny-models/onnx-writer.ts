/**
 * Writes the few parts of the ONNX format (protobuf messages of onnx.proto3) that a tiny model needs.
 * The numbers are the field numbers of that schema.
 */
export const FLOAT = 1;
export const INT64 = 7;

const IR_VERSION = 8;
const OPSET = 17;
const INT_ATTRIBUTE = 2;

type Bytes = Uint8Array;

/** An input or output; a dimension given as a name may have any length. */
export interface ValueShape {
  readonly name: string;
  readonly type: typeof FLOAT | typeof INT64;
  readonly dimensions: readonly (number | string)[];
}

interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly {
    readonly name: string;
    readonly dimensions: readonly number[];
    readonly values: Float32Array | BigInt64Array;
  }[];
  readonly inputs: readonly ValueShape[];
  readonly outputs: readonly ValueShape[];
}

/** The bytes of a model file; the same model gives the same bytes. */
export function writeOnnxModel(model: OnnxModel): Bytes {
  const graph = join(
    ...model.nodes.map((node) => message(1, writeNode(node))),
    text(2, 'tiny'),
    ...model.constants.map((constant) =>
      message(
        5,
        ...constant.dimensions.map((size) => integer(1, size)),
        integer(2, constant.values instanceof Float32Array ? FLOAT : INT64),
        text(8, constant.name),
        message(9, new Uint8Array(constant.values.buffer)),
      ),
    ),
    ...model.inputs.map((input) => message(11, writeShape(input))),
    ...model.outputs.map((output) => message(12, writeShape(output))),
  );
  const opset = message(8, text(1, ''), integer(2, OPSET));
  return join(integer(1, IR_VERSION), text(2, 'footnote-test'), message(7, graph), opset);
}

function writeNode({ operator, inputs, output, attributes = {} }: OnnxNode): Bytes {
  return join(
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      message(5, text(1, name), integer(3, value), integer(20, INT_ATTRIBUTE)),
    ),
  );
}

function writeShape({ name, type, dimensions }: ValueShape): Bytes {
  const shape = dimensions.map((size) =>
    message(1, typeof size === 'number' ? integer(1, size) : text(2, size)),
  );
  return join(text(1, name), message(2, message(1, integer(1, type), message(2, ...shape))));
}

function integer(field: number, value: number): Bytes {
  return join(varint(field << 3), varint(value));
}

function text(field: number, value: string): Bytes {
  return message(field, new TextEncoder().encode(value));
}

function message(field: number, ...parts: readonly Bytes[]): Bytes {
  const content = join(...parts);
  return join(varint((field << 3) | 2), varint(content.length), content);
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

function join(...parts: readonly Bytes[]): Bytes {
  return new Uint8Array(Buffer.concat(parts));
}

export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
): OnnxNode {
  return { operator, inputs, output, attributes };
}
