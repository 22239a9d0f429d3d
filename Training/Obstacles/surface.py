"""Paints curved surfaces on a head: a grid of places in millimetres, lit, seen in the head's pose."""

import cv2
import numpy as np

from scene import HEIGHT, WIDTH, Scene, fixed_point, soften


def paint_surface(
    scene: Scene,
    places: np.ndarray,
    texture: np.ndarray,
    hidden_by: np.ndarray | None = None,
    both_sides: bool = False,
    gloss: float = 0.0,
) -> np.ndarray:
    """Paints a grid of places (rows×columns×3, the head's millimetres) and returns its coverage.

    `texture` is stretched over the grid. Patches that face away are left out but where `both_sides` is set; far patches
    are painted first. `hidden_by` is a coverage that lies before the surface.
    """
    rows, columns = places.shape[0] - 1, places.shape[1] - 1
    corners = np.stack([places[:-1, :-1], places[:-1, 1:], places[1:, 1:], places[1:, :-1]], axis=2).reshape(-1, 4, 3)
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    facing = scene.head.facing(normals)
    if both_sides:
        normals, facing = normals * np.sign(facing)[:, None], np.abs(facing)
    colours = cv2.resize(texture.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    colours = colours * _lit(scene, normals, gloss)
    flat = scene.head.project(corners.reshape(-1, 3)).reshape(-1, 4, 2)
    depth = (corners.mean(axis=1) @ scene.head.axes)[:, 2]
    painted = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    outlines = fixed_point(flat)
    shades = np.column_stack([np.clip(colours, 0, 255), np.full(len(colours), 255)]).tolist()
    for patch in np.argsort(-depth):
        if facing[patch] > -0.05:
            cv2.fillConvexPoly(painted, outlines[patch], shades[patch], cv2.LINE_8, 4)
    colour, coverage = painted[:, :, :3], painted[:, :, 3]
    # Patches are flat; blurring colour weighted by coverage rounds them without a dark seam.
    weight = cv2.GaussianBlur(coverage, (0, 0), 1.2).astype(np.float32)[:, :, None] / 255
    smooth = cv2.GaussianBlur(colour, (0, 0), 1.2).astype(np.float32) / np.maximum(weight, 1e-3)
    seen = soften(coverage, 1.0)
    if hidden_by is not None:
        seen = seen * (1 - hidden_by)
    scene.paint(seen, np.clip(smooth, 0, 255))
    return seen


def _lit(scene: Scene, normals: np.ndarray, gloss: float) -> np.ndarray:
    """Light from above, the viewer's side and the side from which the face is lit."""
    brightness, side_light = scene.light()
    towards = np.array([1.2 * side_light, -0.55, -0.8])
    towards /= np.linalg.norm(towards)
    level = np.clip((normals @ scene.head.axes) @ towards, -0.3, 1)
    ambient = np.clip(brightness * 1.7, 0.35, 1.25)
    return (ambient * (0.55 + 0.45 * level) + gloss * np.clip(level, 0, 1) ** 12)[:, None]
