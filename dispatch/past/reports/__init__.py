"""Reports: one incident or exercise as a page, a district's month, the samples that every figure comes from.

Values first (`incident`, `month`), read from the record alone; then the same value as a page, a table or JSON.
Operations and exercises are never in one figure.
"""
