"""Facts in, weighed answers with their reasons out. Pure Python: no Django, no clock, no input or output."""
