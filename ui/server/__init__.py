"""The web server around the pages: who may come in, how often, and what a browser may do."""
