"""Who may come in, how fast, and what each may ask, do and see."""
