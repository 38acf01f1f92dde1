"""The command line: one module per group of commands."""

from dispatch.cli.main import main

__all__ = ["main"]
