"""Cases of a reader's own: drafted from their library or feedback, accepted by hand."""
