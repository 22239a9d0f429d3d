"""The same work as the Vision plugin's, written as a Python programmer would: cv2, numpy, OpenVINO on one thread.

    reference.py MODELS FRAMES ROUNDS

Prints the median CPU time of each stage, in milliseconds, as JSON. Models, input sizes and precision (f32) are the
plugin's. Liveness has no counterpart here: it costs some 0.04 ms.
"""

import json
import pathlib
import statistics
import sys
import time

import cv2
import numpy as np
import openvino

# As the plugin compiles it for 4:3 frames: 320x240, up to the next multiple of the network's stride.
DETECTOR_HEIGHT, DETECTOR_WIDTH = 256, 320
ARCFACE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


class Model:
    def __init__(self, core, path, shape):
        model = core.read_model(path)
        model.reshape({model.input(0): shape})
        compiled = core.compile_model(
            model, "CPU",
            {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"})
        self.request = compiled.create_infer_request()

    def __call__(self, tensor):
        self.request.infer([tensor], share_inputs=True)
        return [output.data for output in self.request.output_tensors]


def letterbox(image):
    height, width = image.shape[:2]
    ratio = min(DETECTOR_HEIGHT / height, DETECTOR_WIDTH / width)
    canvas = np.zeros((DETECTOR_HEIGHT, DETECTOR_WIDTH, 3), np.uint8)
    size = round(width * ratio), round(height * ratio)
    canvas[:size[1], :size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return canvas, ratio


def detect(model, image):
    """YuNet: the largest confident face's box and five points."""
    canvas, ratio = letterbox(image)
    outputs = model(np.ascontiguousarray(canvas.astype(np.float32).transpose(2, 0, 1)[None]))
    boxes, scores, points = [], [], []
    for index, stride in enumerate((8, 16, 32)):
        score = np.sqrt(np.clip(outputs[index][0, :, 0], 0, 1) * np.clip(outputs[index + 3][0, :, 0], 0, 1))
        kept = score > 0.6
        y, x = np.divmod(np.flatnonzero(kept), DETECTOR_WIDTH // stride)
        box, landmarks = outputs[index + 6][0][kept], outputs[index + 9][0][kept]
        center = box[:, :2] * stride + np.stack([x, y], 1) * stride
        size = np.exp(box[:, 2:]) * stride
        boxes.append(np.concatenate([center - size / 2, size], 1))
        scores.append(score[kept])
        points.append(landmarks.reshape(-1, 5, 2) * stride + np.stack([x, y], 1)[:, None] * stride)
    boxes, scores, points = (np.concatenate(part) for part in (boxes, scores, points))
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), 0.6, 0.4)
    best = max(kept, key=lambda index: boxes[index, 2] * boxes[index, 3])
    return boxes[best] / ratio, points[best] / ratio


def mesh(model, image, box, points):
    """MediaPipe's face mesh on the upright face; its points in the image, and the head's pose from them."""
    angle = np.arctan2(*(points[1] - points[0])[::-1])
    ratio = 192 / (max(box[2:]) * 1.3)
    cosine, sine = np.cos(angle) * ratio, np.sin(angle) * ratio
    warp = np.array([[cosine, sine, 0], [-sine, cosine, 0]])
    warp[:, 2] = 96 - warp[:, :2] @ (box[:2] + box[2:] / 2)
    crop = cv2.warpAffine(image, warp, (192, 192))
    landmarks = model(crop[:, :, ::-1].astype(np.float32)[None] / 255)[0].reshape(468, 3)
    back = cv2.invertAffineTransform(warp)
    fitted = landmarks[:, :2] @ back[:, :2].T + back[:, 2]
    across, down = landmarks[263] - landmarks[33], landmarks[152] - landmarks[10]
    normal = np.cross(across, down)
    return fitted, np.degrees(np.arctan2(normal[0], normal[2]))


def alignment(points, side):
    """The similarity that lays five points on the ArcFace template (Umeyama 1991)."""
    source, target = points - points.mean(0), ARCFACE - ARCFACE.mean(0)
    u, d, vt = np.linalg.svd(target.T @ source / 5)
    flip = np.diag([1, np.sign(np.linalg.det(u @ vt))])
    scale = (d * flip.diagonal()).sum() / source.var(0).sum()
    linear = scale * u @ flip @ vt
    return np.concatenate([linear, (ARCFACE.mean(0) - linear @ points.mean(0))[:, None]], 1) * (side / 112)


def quality(image, points):
    """Sharpness and brightness of the aligned face."""
    grey = cv2.cvtColor(cv2.warpAffine(image, alignment(points, 112), (112, 112)), cv2.COLOR_BGR2GRAY)
    return cv2.Laplacian(grey, cv2.CV_32F).var() / (grey.var() + 25), grey.mean()


def embed(model, image, points):
    crop = cv2.warpAffine(image, alignment(points, 112), (112, 112))
    vector = model(((crop[:, :, ::-1].astype(np.float32) - 127.5) / 127.5).transpose(2, 0, 1)[None].copy())[0][0]
    return vector / np.linalg.norm(vector)


def main():
    models, frames, rounds = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    cv2.setNumThreads(1)
    core = openvino.Core()
    detector = Model(core, models / "yunet_n_dynamic.onnx", [1, 3, DETECTOR_HEIGHT, DETECTOR_WIDTH])
    landmarker = Model(core, models / "face_landmark.tflite", [1, 192, 192, 3])
    embedder = Model(core, models / "mfn_512.onnx", [1, 3, 112, 112])
    times = {}

    def measure(stage, work, *arguments):
        # The whole process: OpenVINO may use a thread of its own.
        before = time.process_time()
        value = work(*arguments)
        times.setdefault(stage, []).append(time.process_time() - before)
        return value

    encoded = [np.frombuffer(path.read_bytes(), np.uint8) for path in sorted(frames.glob("*.jpg"))]
    for round_ in range(rounds + 1):
        if round_ == 1:
            times.clear()  # the first round fills caches
        for frame in encoded:
            start = time.process_time()
            image = measure("decode", cv2.imdecode, frame, cv2.IMREAD_COLOR)
            box, points = measure("detect", detect, detector, image)
            measure("mesh", mesh, landmarker, image, box, points)
            measure("quality", quality, image, points)
            times.setdefault("observed", []).append(time.process_time() - start)
            measure("embed", embed, embedder, image, points)
            times.setdefault("counted", []).append(time.process_time() - start)
    print(json.dumps({stage: statistics.median(values) * 1000 for stage, values in times.items()}))


main()
