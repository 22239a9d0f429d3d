"""The frames that the benchmarks send: the carphone clip (sample of the test data), cut to 4:3 and scaled to 640x480."""

import pathlib

import cv2


def write_clip(testdata, folder):
    """Writes the clip's frames as JPEG of quality 90. Returns their paths."""
    paths = []
    for source in sorted((pathlib.Path(testdata) / "carphone").glob("*.jpg")):
        image = cv2.imread(str(source))
        height, width = image.shape[:2]
        kept = min(height, width * 3 // 4)
        top = (height - kept) // 2
        frame = cv2.resize(image[top:top + kept, :kept * 4 // 3], (640, 480), interpolation=cv2.INTER_CUBIC)
        path = pathlib.Path(folder) / source.name
        assert cv2.imwrite(str(path), frame, [cv2.IMWRITE_JPEG_QUALITY, 90])
        paths.append(path)
    assert paths, f"{testdata}/carphone has no frames: run scripts/setup"
    return paths
