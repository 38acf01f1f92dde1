"""Drills (演练) as data: what is to be trained, by whom, against which objectives, with what happening in between."""
