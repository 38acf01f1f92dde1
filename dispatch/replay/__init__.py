"""Going through the record again: which incidents and drills are in it, the World at any event, what if."""
