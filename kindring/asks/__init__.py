"""Asks: what someone needs, who can carry it, and thanks."""
