"""Steps of algorithms, as the packages algorithmic and algorithmicx write them, in words."""

_WORDS = {
    "State": "", "Statex": "", "For": "for ", "ForAll": "for all ", "While": "while ", "If": "if ",
    "ElsIf": "else if ", "Else": "else ", "EndFor": "end for", "EndWhile": "end while",
    "EndIf": "end if", "Repeat": "repeat", "Until": "until ", "Loop": "loop", "EndLoop": "end loop",
    "Function": "function ", "EndFunction": "end function", "Procedure": "procedure ",
    "EndProcedure": "end procedure", "Require": "Require: ", "Ensure": "Ensure: ",
    "Input": "Input: ", "Output": "Output: ", "KwIn": "Input: ", "KwOut": "Output: ",
    "KwData": "Data: ", "KwResult": "Result: ",
}  # fmt: skip
_SAID = {"Return": "return ", "KwRet": "return ", "Comment": " ▷ ", "Call": "", "To": " to "}


def _cases(words: dict[str, str]) -> dict[str, str]:
    return {case: said for name, said in words.items() for case in (name, name.upper())}


STEPS = _cases(_WORDS)
"""Commands that begin a line, and the words that they begin it with."""

WITHIN = _cases(_SAID)
"""Commands within a line."""
