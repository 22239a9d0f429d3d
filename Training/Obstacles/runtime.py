"""Runs one network file through OpenVINO, as the server does: f32, one thread."""

from pathlib import Path

import numpy as np
import openvino

_core = openvino.Core()
_settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY"}


class Network:
    """A compiled network file with one input."""

    def __init__(self, path: Path) -> None:
        self._request = _core.compile_model(str(path), "CPU", _settings).create_infer_request()

    def __call__(self, batch: np.ndarray) -> list[np.ndarray]:
        """Every output for one input, in the file's order."""
        self._request.infer([np.ascontiguousarray(batch, np.float32)])
        return [tensor.data.copy() for tensor in self._request.output_tensors]
