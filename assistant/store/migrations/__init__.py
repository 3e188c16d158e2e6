"""How the tables of `study.db` came to be, one step a file; run by `assistant.store.database`."""
