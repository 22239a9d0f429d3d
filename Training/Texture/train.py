"""Trains the linear model of `liveness.texture` on the dev people of a folder of sessions and writes its Swift table.

Each person is predicted by a model that has not seen them; those predictions choose the penalty, scale the log-odds so
that they are probabilities, and give the figures that are printed. The scaled model of all dev people is written.
"""

import argparse
from pathlib import Path

import numpy

from Training.Texture.frames import BONA_FIDE, Frames, read
from Training.Texture.regression import Model, balanced, fit

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "Sources" / "Plugins" / "Liveness" / "Texture" / "TextureWeights.swift"
PENALTIES = (10, 100, 1000, 10000)


def held_out(frames: Frames, penalty: float) -> numpy.ndarray:
    """Log-odds of each frame by a model of all other people."""
    scores = numpy.zeros(len(frames.live))
    for person in numpy.unique(frames.person):
        others = frames.person != person
        importance = balanced(frames.live[others], frames.session[others])
        model = fit(frames.features[others], frames.live[others], importance, penalty)
        scores[~others] = model.log_odds(frames.features[~others])
    return scores


def calibration(scores: numpy.ndarray, frames: Frames) -> Model:
    """Scale and shift that make held-out log-odds probabilities (Platt 1999); the penalty is on the scale alone."""
    return fit(scores[:, None], frames.live, balanced(frames.live, frames.session), 1)


def loss(scores: numpy.ndarray, frames: Frames) -> float:
    """Mean cross-entropy, bits; 1 knows nothing."""
    signs = 2 * frames.live - 1
    importance = balanced(frames.live, frames.session)
    return float((importance * numpy.logaddexp(0, -signs * scores)).mean() / numpy.log(2))


def swift(model: Model) -> str:
    """The model as a Swift source file."""
    numbers = [f"{weight:.4g}" for weight in model.weights]
    lines, line = [], "   "
    for number in numbers:
        if len(line) + len(number) + 2 > 118:
            lines.append(line)
            line = "   "
        line += f" {number},"
    table = "\n".join([*lines, line])
    return f"""/// The linear model of `liveness.texture`, written by `scripts/train-texture`.
enum TextureWeights {{
  /// Log-odds of a live face where all features are 0.
  static let bias: Float = {model.bias:.5g}

  /// One for each of `TextureFeatures.values`.
  static let values: [Float] = [
{table}
  ]
}}
"""


def report(scores: numpy.ndarray, frames: Frames) -> None:
    """Prints, by species, the share of sessions by their median held-out score."""
    for species in (BONA_FIDE, *sorted(set(frames.species) - {BONA_FIDE})):
        ids = numpy.unique(frames.session[frames.species == species])
        odds = numpy.array([numpy.median(scores[frames.session == name]) for name in ids])
        score = 1 / (1 + numpy.exp(-odds))
        print(
            f"{species:16} {len(ids):4} sessions: spoof (<= .05) {(score <= 0.05).mean():.2f}, below one half "
            f"{(score < 0.5).mean():.2f}, live (>= .8) {(score >= 0.8).mean():.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sessions", type=Path, help="a folder that Evaluation.Sessions wrote")
    parser.add_argument("--every", type=int, default=5, help="frames from one that is used to the next")
    options = parser.parse_args()
    frames = read(options.sessions, ROOT / ".deps" / "models", "dev", options.every)
    print(f"{len(frames.live)} frames of {len(set(frames.person))} people")
    tried = {penalty: held_out(frames, penalty) for penalty in PENALTIES}
    scaled = {penalty: calibration(scores, frames).log_odds(scores[:, None]) for penalty, scores in tried.items()}
    penalty = min(scaled, key=lambda tried: loss(scaled[tried], frames))
    print(f"penalty {penalty}: {loss(scaled[penalty], frames):.3f} bits of 1 on people held out")
    report(scaled[penalty], frames)
    model = fit(frames.features, frames.live, balanced(frames.live, frames.session), penalty)
    scale = calibration(tried[penalty], frames)
    TARGET.write_text(swift(Model(model.weights * scale.weights[0], model.bias * scale.weights[0] + scale.bias)))
    print(f"wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
