"""``python -m ui`` is ``viva``."""

from ui.cli import main

main()
