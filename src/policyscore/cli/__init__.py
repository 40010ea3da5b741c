"""The command line: the only part that knows arguments, streams, terminals and exit codes."""
