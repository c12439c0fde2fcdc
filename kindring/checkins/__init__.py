"""How someone is: check-ins with published measures, and time for oneself."""
