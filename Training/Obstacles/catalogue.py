"""Keeps the networks' entries in config/models.json true to their files."""

import hashlib
import json
from pathlib import Path

from pictures import REPOSITORY

CATALOGUE = REPOSITORY / "config" / "models.json"
CARDS = {
    "eyes": ("obstacle.glasses", "Glasses and dark glasses", "RGB 0..1, 1x64x128x3; five points to the template of "
             "Training/Obstacles/crops.py EYES; outputs: glasses, dark"),
    "head": ("obstacle.hat", "Headwear and mask", "RGB 0..1, 1x112x96x3; five points to the template of "
             "Training/Obstacles/crops.py HEAD; outputs: hat, mask"),
    "hand": ("obstacle.hand", "A hand over the face", "RGB 0..1, 1x112x112x3; five points to the template of "
             "Training/Obstacles/crops.py HAND; output: hand"),
}  # fmt: skip


def write_card(crop: str, path: Path) -> None:
    """Puts the size and sha256 of a network's file into the catalogue, and its entry where there is none."""
    catalogue = json.loads(CATALOGUE.read_text())
    role, summary, preprocessing = CARDS[crop]
    name, content = f"face-{crop}", path.read_bytes()
    source = {"kind": "repository", "path": str(path.resolve().relative_to(REPOSITORY))}
    card = {
        "id": name, "role": role, "summary": summary, "licence": "Apache-2.0", "commercial_use": True,
        "origin": "trained by scripts/train-obstacles; data and figures: docs/obstacles.md", "main": path.name,
        "preprocessing": preprocessing,
        "files": [{"path": path.name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content),
                   "sources": [source]}],
    }  # fmt: skip
    models = catalogue["models"]
    place = next((i for i, model in enumerate(models) if model["id"] == name), len(models))
    models[place : place + 1] = [card]
    for name_of_set in ("open", "standard"):
        members = catalogue["sets"][name_of_set]["models"]
        if name not in members:
            members.append(name)
    CATALOGUE.write_text(json.dumps(catalogue, indent=2, ensure_ascii=False) + "\n")
