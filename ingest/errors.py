"""The exceptions that a user of Viva can meet.

    VivaError                   anything below; the message is one line that says what to do
    ├── SourceError             one file could not be read, with the reason
    ├── SettingsError           viva.toml or a command's options do not fit
    ├── ModelError              the language model failed, or answered nothing of use (assistant)
    ├── CaseError               evaluation data do not fit their schema            (evals)
    ├── StudyError              the database of conversations and feedback      (assistant)
    └── StoreError              the index on disk                                  (index)
        ├── IndexMissing        nothing has been ingested yet
        ├── IndexStale          made by another encoder, chunker, tokeniser or format
        ├── IndexDamaged        a file is missing or does not match its checksum
        ├── StoreUnavailable    Milvus cannot be reached, or its file is in use
        └── HomeBusy            another process is writing to the same home

Errors of libraries are wrapped with ``from``; the command line prints the message and exits with 1.
"""


class VivaError(Exception):
    """Base of every error that Viva raises on purpose."""


class SourceError(VivaError):
    """One source file could not be read; the others are not concerned."""


class SettingsError(VivaError):
    """A setting or an option is unknown or out of range."""
