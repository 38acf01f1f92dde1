"""The registry (基础台账): who and what a district has, as tables that a spreadsheet opens and this package reads."""
