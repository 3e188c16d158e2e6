"""What keeps a change from making Viva worse unnoticed."""
