"""Small Django helpers that know no app."""
