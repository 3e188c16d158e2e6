"""Opt-in: a language model judges nuggets, and how far it agrees with the judgement of strings."""
