"""Product → signal as data: one TOML file for each product, in the district's folder ``mappings``.

A value that no table knows is kept and shown as not read; nothing is refused for it.
"""
