"""Who is on post: shifts and rosters, hand-over, post checks (查岗) drawn at random, and their rules as data."""
