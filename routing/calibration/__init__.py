"""Finds speeds by recorded trips and judges them on days that they were not fitted on.

`routing.calibration.report.run` does a whole district: `trips` reads the record, `record` says who was free and sent,
`journeys` how long everybody's way is, `candidates` which speeds are tried, `trial` which of them are found and whether
they beat straight lines and one speed for all streets.
"""
