"""Fits speeds and turnout to recorded trips; `routing.calibration.report.run` does a whole district."""
