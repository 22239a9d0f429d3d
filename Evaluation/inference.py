"""Networks run by OpenVINO, as the server runs them: f32, on one thread."""

from pathlib import Path

import numpy as np
import openvino


class Network:
    """One compiled network with one input."""

    def __init__(self, path: Path, shape: list[int]) -> None:
        core = openvino.Core()
        model = core.read_model(path)
        model.reshape(shape)
        compiled = core.compile_model(
            model, "CPU", {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"})
        self._request = compiled.create_infer_request()

    def __call__(self, tensor: np.ndarray) -> list[np.ndarray]:
        """Every output for one input, in the file's order."""
        self._request.infer([np.ascontiguousarray(tensor, np.float32)])
        return [output.data.copy() for output in self._request.output_tensors]
