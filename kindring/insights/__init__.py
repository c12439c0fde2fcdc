"""Collects facts from the rooms and lets the engine weigh them."""
