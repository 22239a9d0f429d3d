"""Trains one classifier on the cells of drawn samples."""

import keras
import numpy as np

from network import build_classifier, build_features, known_crossentropy

BATCH = 64
RATE = 2e-3
EPOCHS = 12


def cells_of(crops: np.ndarray) -> np.ndarray:
    """The fixed first stage for 8-bit RGB crops."""
    features = build_features(*crops.shape[1:3])
    parts = [features(crops[i : i + 64].astype(np.float32) / 255) for i in range(0, len(crops), 64)]
    return np.concatenate([part.numpy() for part in parts])


def train_classifier(cells: np.ndarray, mirrored: np.ndarray, labels: np.ndarray, seed: int) -> keras.Model:
    """A classifier for the cells of crops, of the same crops mirrored, and their labels (1, 0, or -1 unknown)."""
    keras.utils.set_random_seed(seed)
    model = build_classifier(*cells.shape[1:3], labels.shape[1])
    steps = EPOCHS * (2 * len(cells) // BATCH + 1)
    rate = keras.optimizers.schedules.CosineDecay(RATE, steps)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=0.02), known_crossentropy)
    twice = np.concatenate([cells, mirrored]), np.concatenate([labels, labels]).astype(np.float32)
    model.fit(*twice, batch_size=BATCH, epochs=EPOCHS, verbose=0)
    return model


def logits_of(model: keras.Model, cells: np.ndarray) -> np.ndarray:
    """The logits for cells."""
    return model.predict(cells, batch_size=256, verbose=0)
