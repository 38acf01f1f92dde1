"""A fire panel's point list (点表) as clerks export it, made into rows of ``devices.csv``."""
