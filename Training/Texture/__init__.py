"""Trains the linear model of `liveness.texture`."""
