"""A person's own plan for a bad day, and the crisis lines of their country."""
