"""Cases to measured reports: retrieval, abstaining, public test sets."""
