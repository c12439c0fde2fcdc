"""Circles: users who agreed to ask and offer among themselves."""
