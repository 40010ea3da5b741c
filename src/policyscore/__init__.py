"""Score policy options against weighted criteria, rank them, say why and how firmly."""

__version__ = "0.1.0"
HOME = "https://github.com/policyscore/policyscore"
