"""Kindring: a support network in a person's own hands."""

__version__ = "0.1.0"
