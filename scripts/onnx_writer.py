"""Writes ONNX files with the standard library alone: just enough of the format for a plain chain of layers.

ONNX is protocol buffers; the field numbers are those of onnx.proto (ONNX IR version 8, operator set 13).
"""

FLOAT = 1
INT64 = 7


def _varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field, value):
    return _varint(field << 3) + _varint(value)


def _bytes(field, value):
    if isinstance(value, str):
        value = value.encode()
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def tensor(name, shape, raw, kind=FLOAT):
    """A constant; `raw` is little-endian."""
    return b"".join(_number(1, size) for size in shape) + _number(2, kind) + _bytes(8, name) + _bytes(9, raw)


def _attribute(name, value):
    if isinstance(value, int):
        return _bytes(1, name) + _number(3, value) + _number(20, 2)
    return _bytes(1, name) + b"".join(_number(8, item) for item in value) + _number(20, 7)


def node(operator, inputs, output, **attributes):
    parts = [_bytes(1, name) for name in inputs] + [_bytes(2, output), _bytes(3, output), _bytes(4, operator)]
    return b"".join(parts + [_bytes(5, _attribute(name, value)) for name, value in sorted(attributes.items())])


def _value(name, shape):
    sizes = b"".join(_bytes(1, _number(1, size)) for size in shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, FLOAT) + _bytes(2, sizes)))


def model(name, nodes, tensors, inputs, outputs):
    """A whole file; `inputs` and `outputs` are {name: shape}."""
    graph = [_bytes(1, item) for item in nodes] + [_bytes(2, name)] + [_bytes(5, item) for item in tensors]
    graph += [_bytes(11, _value(*item)) for item in inputs.items()]
    graph += [_bytes(12, _value(*item)) for item in outputs.items()]
    return _number(1, 8) + _bytes(2, "kenali") + _bytes(7, b"".join(graph)) + _bytes(8, _number(2, 13))
