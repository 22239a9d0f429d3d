"""Turns dlib's face recognition network into ONNX: `dlib_face_recognition_resnet_model_v1.dat` of
face-recognition-models 0.3.0, and only that file (the catalogue pins its sha256).

A .dat file is dlib's own serialization: first the nesting of the layers, then each layer from the input to the output
as a version string and its numbers; an integer is a byte that counts its bytes, then these; a tensor is a version, four
sizes and raw little-endian float32. The layers and their order are read from the file; their strides are those of the
network's definition in dlib's examples/dnn_face_recognition_ex.cpp (King, public domain).
"""

import re
import struct

import onnx_writer

# The mean colour that dlib's input_rgb_image subtracts before it divides by 256 (dlib/dnn/input.h).
MEAN = (122.782, 117.001, 104.298)
LAYER = re.compile(rb"\x01.(input_rgb_image_sized|con_4|affine_|relu_|max_pool_2|avg_pool_2|add_prev_|fc_2)", re.DOTALL)


def _integer(data, at):
    """An integer of dlib's serialization and where the next item begins."""
    count = data[at] & 0x0F
    value = int.from_bytes(data[at + 1 : at + 1 + count], "little")
    return (-value if data[at] & 0x80 else value), at + 1 + count


def _tensor(data, at):
    """The raw numbers of the tensor at `at` and where the next item begins."""
    version, at = _integer(data, at)
    if version != 2:
        raise ValueError("this is not the dlib network that was expected")
    count = 1
    for _ in range(4):
        size, at = _integer(data, at)
        count *= size
    return data[at : at + 4 * count], at + 4 * count


def _layers(data):
    """(kind, raw weights) of every layer from the input to the output."""
    layers = []
    at = 0
    while True:
        found = LAYER.search(data, at)
        if not found:
            return layers
        kind = found.group(1).decode()
        at = found.end()
        weights = b""
        if kind in ("con_4", "affine_"):
            weights, at = _tensor(data, at)
        elif kind == "fc_2":
            # Before its tensor: the numbers of outputs and inputs... the outputs come first.
            _, at = _integer(data, at)
            _, at = _integer(data, at)
            weights, at = _tensor(data, at)
        layers.append((kind, weights))


class _Network:
    """The ONNX graph as it grows; `size` is the side, `channels` the depth of the current tensor."""

    def __init__(self):
        self.nodes, self.tensors = [], []
        self.current, self.channels, self.size = "x", 3, 150

    def constant(self, shape, raw, kind=onnx_writer.FLOAT):
        name = f"c{len(self.tensors)}"
        self.tensors.append(onnx_writer.tensor(name, shape, raw, kind))
        return name

    def add(self, operator, *constants, source=None, **attributes):
        name = f"n{len(self.nodes)}"
        inputs = [source or self.current, *constants]
        self.nodes.append(onnx_writer.node(operator, inputs, name, **attributes))
        self.current = name

    def pool(self, operator, side, stride):
        self.add(operator, kernel_shape=[side, side], strides=[stride, stride])
        self.size = (self.size - side) // stride + 1

    def convolve(self, filters, side, stride, padding, raw):
        count = filters * self.channels * side * side * 4
        if len(raw) != count + filters * 4:
            raise ValueError("this is not the dlib network that was expected")
        weights = self.constant([filters, self.channels, side, side], raw[:count])
        bias = self.constant([filters], raw[count:])
        self.add("Conv", weights, bias, kernel_shape=[side, side], strides=[stride, stride], pads=[padding] * 4)
        self.channels = filters
        self.size = (self.size + 2 * padding - side) // stride + 1

    def scale(self, raw):
        if len(raw) != 8 * self.channels:
            raise ValueError("this is not the dlib network that was expected")
        shape = [1, self.channels, 1, 1]
        self.add("Mul", self.constant(shape, raw[: len(raw) // 2]))
        self.add("Add", self.constant(shape, raw[len(raw) // 2 :]))

    def padded(self, name, channels, size, to_channels, to_size):
        """dlib adds tensors of different sizes by laying the smaller into a zero one of the larger's."""
        if (channels, size) == (to_channels, to_size):
            return name
        ends = [0, 0, 0, 0, 0, to_channels - channels, to_size - size, to_size - size]
        kept = self.current
        self.add("Pad", self.constant([8], struct.pack("<8q", *ends), onnx_writer.INT64), source=name)
        padded, self.current = self.current, kept
        return padded

    def add_skipped(self, name, channels, size):
        to_channels, to_size = max(self.channels, channels), max(self.size, size)
        skipped = self.padded(name, channels, size, to_channels, to_size)
        main = self.padded(self.current, self.channels, self.size, to_channels, to_size)
        self.add("Add", skipped, source=main)
        self.channels, self.size = to_channels, to_size


def convert(data):
    """The ONNX file for the bytes of the .dat file."""
    layers = _layers(data)
    kinds = [kind for kind, _ in layers]
    if kinds[:5] != ["input_rgb_image_sized", "con_4", "affine_", "relu_", "max_pool_2"] or kinds[-1] != "fc_2":
        raise ValueError("this is not the dlib network that was expected")
    net = _Network()
    net.add("Sub", net.constant([1, 3, 1, 1], struct.pack("<3f", *MEAN)))
    net.add("Mul", net.constant([1], struct.pack("<f", 1 / 256)))
    net.convolve(32, 7, 2, 0, layers[1][1])
    net.scale(layers[2][1])
    net.add("Relu")
    net.pool("MaxPool", 3, 2)
    at = 5
    # Residual blocks: convolution, scale, relu, convolution, scale, (pooled) skip, relu.
    while kinds[at] == "con_4":
        down = kinds[at + 5] == "avg_pool_2"
        if kinds[at + 1 : at + 5] != ["affine_", "relu_", "con_4", "affine_"]:
            raise ValueError("this is not the dlib network that was expected")
        skip = (net.current, net.channels, net.size)
        filters = len(layers[at + 1][1]) // 8
        net.convolve(filters, 3, 2 if down else 1, 0 if down else 1, layers[at][1])
        net.scale(layers[at + 1][1])
        net.add("Relu")
        net.convolve(filters, 3, 1, 1, layers[at + 3][1])
        net.scale(layers[at + 4][1])
        if down:
            main = (net.current, net.channels, net.size)
            net.current, net.channels, net.size = skip
            net.pool("AveragePool", 2, 2)
            skip = (net.current, net.channels, net.size)
            net.current, net.channels, net.size = main
        net.add_skipped(*skip)
        net.add("Relu")
        at += 8 if down else 7
    if kinds[at:] != ["avg_pool_2", "fc_2"]:
        raise ValueError("this is not the dlib network that was expected")
    net.add("GlobalAveragePool")
    net.add("Flatten", axis=1)
    net.add("MatMul", net.constant([net.channels, 128], layers[-1][1]))
    return onnx_writer.model(
        "dlib_face_recognition_resnet_v1", net.nodes, net.tensors, {"x": [1, 3, 150, 150]}, {net.current: [1, 128]}
    )
