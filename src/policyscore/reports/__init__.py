"""Results to reports: one module a command, each with a function that returns its Report."""
