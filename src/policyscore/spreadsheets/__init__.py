"""Tables and workbooks of others to the files of a model; only `reading` opens a file."""
