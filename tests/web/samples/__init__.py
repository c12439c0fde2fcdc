"""A small site that holds nothing but the face: each kind of answer, and the kit on a page."""
