"""People to all of Viva: the `viva` command line and the Gradio pages."""
