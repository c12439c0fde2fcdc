"""Users, their vault, their sessions and what they may take away or erase."""
