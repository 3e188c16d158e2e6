"""What a reader leaves behind: conversations, feedback, credentials, in `study.db`."""
