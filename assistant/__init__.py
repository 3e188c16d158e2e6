"""A question to an Answer whose every statement is cited.

Begin with ``open_assistant().ask("Why does dropout regularise a network?")``.
"""

from assistant.build import open_assistant

__all__ = ["open_assistant"]
