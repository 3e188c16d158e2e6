"""How fast an index is at several sizes, side by side with what else there is."""
