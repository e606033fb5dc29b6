// The wire format of protocol buffers: a message as a list of fields, without knowing its schema. Bytes that are not
// looked into are passed on as they are.

const Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

function readVarint(buffer, at) {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = buffer[at++];
    if (byte === undefined) throw new RangeError('a protocol buffer ends inside a number');
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}

function varint(value) {
  const bytes = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}

/** The fields of a message in order: `{ number, wire, value }`, the value a bigint or a view of the bytes. */
export function parse(buffer) {
  const fields = [];
  for (let at = 0; at < buffer.length;) {
    let key, value;
    [key, at] = readVarint(buffer, at);
    const number = Number(key >> 3n), wire = Number(key & 7n);
    if (wire === Varint) {
      [value, at] = readVarint(buffer, at);
    } else {
      let length = { [Fixed64]: 8n, [Fixed32]: 4n }[wire];
      if (wire === Bytes) [length, at] = readVarint(buffer, at);
      if (length === undefined || at + Number(length) > buffer.length) throw new RangeError('not a protocol buffer');
      value = buffer.subarray(at, at += Number(length));
    }
    fields.push({ number, wire, value });
  }
  return fields;
}

/** The bytes of a message. */
export function serialize(fields) {
  return Buffer.concat(fields.flatMap(({ number, wire, value }) => {
    const key = varint(number * 8 + wire);
    if (wire === Varint) return [key, varint(value)];
    return wire === Bytes ? [key, varint(value.length), value] : [key, value];
  }));
}

/** A field of bytes. */
export const bytesField = (number, value) => ({ number, wire: Bytes, value });

/** The first field of a number, or undefined. */
export const first = (fields, number) => fields.find((field) => field.number === number);

/** All texts of a repeated field. */
export const texts = (fields, number) => fields.filter((field) => field.number === number).map(({ value }) => value.toString());
