"""Tests of the evaluation's own arithmetic, geometry and formats."""
