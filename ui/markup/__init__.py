"""Domain types to HTML, by pure functions that know nothing of Gradio."""
