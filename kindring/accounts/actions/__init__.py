"""Every change of accounts."""
