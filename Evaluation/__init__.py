"""Evaluation of whole sessions: bona fide and attack presentations, and the statistics of their outcomes."""
