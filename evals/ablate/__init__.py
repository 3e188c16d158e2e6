"""What each part is worth: quality and latency with it and without."""
