"""Everything that reads: a folder or a revision in, a checked model and its warnings out."""

from policyscore.load.disk import Disk, is_model
from policyscore.load.folder import read_folder
from policyscore.load.loading import Loaded, load, load_files, load_revision

__all__ = ["Disk", "Loaded", "is_model", "load", "load_files", "load_revision", "read_folder"]
