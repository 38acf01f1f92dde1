"""What maps draw: roads and buildings as tiles, outlines, and the reach of free crews."""
