"""Names for the points of MediaPipe's face mesh that the generator uses. "Right" is the person's right."""

import numpy as np

NASION, NOSE_TIP, SUBNASALE, CHIN, FOREHEAD = 168, 4, 2, 152, 10
RIGHT_CHEEK, LEFT_CHEEK = 234, 454
MOUTH_RIGHT, MOUTH_LEFT, LIP_UPPER, LIP_LOWER = 61, 291, 13, 14
# From the outer corner to the inner one.
RIGHT_UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
RIGHT_LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
LEFT_UPPER_LID = (263, 466, 388, 387, 386, 385, 384, 398, 362)
LEFT_LOWER_LID = (263, 249, 390, 373, 374, 380, 381, 382, 362)
RIGHT_BROW = (46, 53, 52, 65, 55)
LEFT_BROW = (276, 283, 282, 295, 285)
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
        152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)


def eye_centers(mesh: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Midpoints of the corners of the right and of the left eye."""
    return (mesh[33, :2] + mesh[133, :2]) / 2, (mesh[263, :2] + mesh[362, :2]) / 2


def face_width(mesh: np.ndarray) -> float:
    """Distance of the cheekbones' outer points, pixels."""
    return float(np.linalg.norm(mesh[LEFT_CHEEK, :2] - mesh[RIGHT_CHEEK, :2]))


def pose(mesh: np.ndarray) -> tuple[float, float]:
    """The mesh model's own yaw and pitch, degrees: good enough to leave out photos of heads that are turned away."""
    across, down = mesh[263] - mesh[33], mesh[CHIN] - mesh[FOREHEAD]
    normal = np.cross(across, down)
    normal = normal / np.linalg.norm(normal)
    return float(np.degrees(np.arctan2(normal[0], normal[2]))), float(np.degrees(np.arcsin(-normal[1])))
