"""Generates sessions: what a camera sees of a live head, and of each attack species."""
