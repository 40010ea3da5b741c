"""Whether expectations hold in the rankings that they are about."""
