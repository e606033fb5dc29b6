// Turns a model as it was published into the one that is run, on the level of the file: outputs that nobody reads go,
// with everything that was computed only for them, and half precision becomes single precision. A processor computes
// in single precision anyway; half-precision weights only make it convert to and fro between all layers.
// Field numbers are those of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).

import { bytesField, first, parse, serialize, texts } from './protobuf.mjs';

const Model = { graph: 7 };
const Graph = { node: 1, initializer: 5, output: 12, valueInfo: 13 };
const Node = { input: 1, output: 2, operator: 4, attribute: 5 };
const Attribute = { name: 1, integer: 3, tensor: 5 };
const Tensor = { type: 2, packedIntegers: 5, name: 8, raw: 9 };
const ValueInfo = { name: 1 };
const Single = 1n, Half = 10n;

// Every half-precision number, by its bits.
const singles = Float32Array.from({ length: 0x10000 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
});

function widen(bytes) {
  // A copy, because typed arrays want alignment and a view into the file has none.
  const halves = new Uint16Array(Uint8Array.from(bytes).buffer);
  return Buffer.from(Float32Array.from(halves, (bits) => singles[bits]).buffer);
}

function singleTensor(tensor) {
  const fields = parse(tensor);
  const type = first(fields, Tensor.type);
  if (type?.value !== Half) return tensor;
  const raw = first(fields, Tensor.raw);
  if (!raw || first(fields, Tensor.packedIntegers)) throw new Error(`the tensor ${first(fields, Tensor.name)?.value} keeps its numbers in a form that is not expected`);
  type.value = Single;
  raw.value = widen(raw.value);
  return serialize(fields);
}

function singleNode(fields) {
  for (const attribute of fields.filter(({ number }) => number === Node.attribute)) {
    const parts = parse(attribute.value);
    const tensor = first(parts, Attribute.tensor);
    if (tensor) tensor.value = singleTensor(tensor.value);
    // A cast to half becomes one to single; ONNX Runtime drops those that then change nothing.
    const isTarget = texts(fields, Node.operator)[0] === 'Cast' && texts(parts, Attribute.name)[0] === 'to';
    const target = isTarget && first(parts, Attribute.integer);
    if (target && target.value === Half) target.value = Single;
    attribute.value = serialize(parts);
  }
}

/** The nodes that the wanted values depend on, in their order. */
function needed(nodes, outputs) {
  const producers = new Map(nodes.flatMap((node) => texts(node, Node.output).map((name) => [name, node])));
  const live = new Set();
  for (const open = [...outputs]; open.length > 0;) {
    const producer = producers.get(open.pop());
    if (!producer || live.has(producer)) continue;
    live.add(producer);
    open.push(...texts(producer, Node.input));
  }
  return nodes.filter((node) => live.has(node));
}

/** The bytes of the model with only `outputs`, in single precision. Subgraphs are not supported. */
export function prepare(bytes, { outputs }) {
  const model = parse(bytes);
  const graphField = first(model, Model.graph);
  const graph = parse(graphField.value);
  const of = (number) => graph.filter((field) => field.number === number);

  const nodes = needed(of(Graph.node).map(({ value }) => parse(value)), outputs);
  nodes.forEach(singleNode);
  const read = new Set(nodes.flatMap((node) => texts(node, Node.input)));

  graphField.value = serialize([
    ...nodes.map((node) => bytesField(Graph.node, serialize(node))),
    ...of(Graph.initializer)
      .filter(({ value }) => read.has(texts(parse(value), Tensor.name)[0]))
      .map(({ number, value }) => bytesField(number, singleTensor(value))),
    ...of(Graph.output).filter(({ value }) => outputs.includes(texts(parse(value), ValueInfo.name)[0])),
    // The types of values in between are left out: they are inferred, and these would be wrong now.
    ...graph.filter(({ number }) => ![Graph.node, Graph.initializer, Graph.output, Graph.valueInfo].includes(number)),
  ]);
  return serialize(model);
}
