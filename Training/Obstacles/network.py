"""The small networks: fixed oriented gradients, then a few trained convolutions, then one logit an output.

The first stage is that of histograms of oriented gradients (Dalal and Triggs, CVPR 2005) without its votes: gradients
in eight directions, averaged over cells of 4×4 pixels and divided by the energy around them. It is not trained:
light and contrast need not be learned from few people, and it is computed only once per sample.
"""

import keras
import numpy as np
from keras import layers, ops

DIRECTIONS = 8
CELL = 4
FEATURES = DIRECTIONS + 4
CHANNELS = (32, 48, 64)
STRIDES = (2, 1, 2)
LUMA = (0.299, 0.587, 0.114)


def build_features(height: int, width: int) -> keras.Model:
    """From an RGB crop (0…1) to cells: eight directions, their energy, and the mean colour."""
    crop = layers.Input((height, width, 3))
    slopes = ops.relu(ops.conv(crop, gradient_kernels(), strides=1, padding="same"))
    slopes = ops.average_pool(slopes, CELL)
    energy = ops.sum(slopes, axis=-1, keepdims=True)
    around = ops.average_pool(energy, 5, strides=1, padding="same")
    cells = ops.concatenate([slopes / (around + 0.05) * DIRECTIONS, energy, ops.average_pool(crop, CELL)], axis=-1)
    return keras.Model(crop, cells)


def gradient_kernels() -> np.ndarray:
    """3×3×3×8: the slope of the luma in eight directions (Sobel's weights)."""
    across = np.outer([1, 2, 1], [-1, 0, 1]) / 4
    angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    slopes = np.stack([np.cos(a) * across + np.sin(a) * across.T for a in angles], axis=-1)
    return (np.asarray(LUMA)[None, None, :, None] * slopes[:, :, None, :]).astype(np.float32)


def build_classifier(rows: int, columns: int, outputs: int) -> keras.Model:
    """From cells to logits; about 50 000 weights."""
    cells = features = layers.Input((rows, columns, FEATURES))
    for channels, stride in zip(CHANNELS, STRIDES, strict=True):
        features = layers.Conv2D(channels, 3, stride, "same", use_bias=False)(features)
        features = layers.ReLU()(layers.BatchNormalization(momentum=0.9)(features))
        features = layers.SpatialDropout2D(0.1)(features)
    pooled = layers.Dropout(0.4)(layers.Flatten()(layers.AveragePooling2D(2, padding="same")(features)))
    return keras.Model(cells, layers.Dense(outputs)(pooled))


def known_crossentropy(truth: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy over the labels that are known (not negative), a little smoothed."""
    known = ops.cast(truth >= 0, "float32")
    smooth = ops.clip(truth, 0.02, 0.98)
    losses = ops.softplus(logits) - smooth * logits
    return ops.sum(losses * known) / ops.maximum(ops.sum(known), 1.0)
