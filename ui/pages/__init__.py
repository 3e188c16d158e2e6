"""The Gradio pages: what stands where, and which function answers which click."""
