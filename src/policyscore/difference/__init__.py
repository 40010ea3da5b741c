"""What changed between two versions of a model, and what each edit did to the ranking."""
