"""Writes a trained network as TFLite with 16-bit weights, its outputs calibrated probabilities."""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from network import build_features


def write_tflite(
    classifier: keras.Model, crop_size: tuple[int, int], scale: np.ndarray, shift: np.ndarray, path: Path
) -> None:
    """First stage, classifier and sigmoid(scale · logit + shift), for one crop of RGB 0…1 (1×height×width×3)."""
    crop = keras.Input((*crop_size, 3), batch_size=1)
    logits = classifier(build_features(*crop_size)(crop), training=False)
    calibrated = layers.Rescaling(scale.tolist(), shift.tolist())(logits)
    converter = tf.lite.TFLiteConverter.from_keras_model(keras.Model(crop, layers.Activation("sigmoid")(calibrated)))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(converter.convert())
