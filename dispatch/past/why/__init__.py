"""Why an incident went as it did, and what if something had been otherwise: both from the record alone."""
