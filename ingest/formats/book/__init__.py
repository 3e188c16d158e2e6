"""What an EPUB says of itself: its chapters, their order and what they are called."""
