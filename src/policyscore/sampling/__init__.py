"""Random draws, for what has no exact answer: points, walks, and models drawn with them."""
