"""The people on a user's map, and the moments with them."""
