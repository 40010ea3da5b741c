"""Everything that reads: a folder in, a checked model and its warnings out."""

from policyscore.load.folder import is_model, read_folder
from policyscore.load.loading import Loaded, load

__all__ = ["Loaded", "is_model", "load", "read_folder"]
