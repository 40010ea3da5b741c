"""Tables and workbooks of others to the files of a model: pure functions from cells to texts."""
