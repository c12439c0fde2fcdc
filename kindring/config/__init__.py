"""Settings and starting points; the only place that sees everything."""
