"""The deterministic simulator: whole days of a busy district in virtual time, with people, faults and crashes.

Nothing sleeps and nothing runs beside it: the same seed gives the same record, bit for bit, in any process. It plays
the real rules, the real deadlines and the real memory log; only the roads, the people and the clock are invented.
"""
