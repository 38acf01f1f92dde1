"""The network as a map draws it: whole streets as lines, buildings as footprints, vector tiles of a large city."""
