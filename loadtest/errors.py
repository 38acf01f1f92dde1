"""What this package raises beside the client's own errors."""

from dispatch.client.errors import ClientError


class LoadError(ClientError):
    """A load run cannot go on; the message says what to do."""


class StreamUnreadableError(LoadError):
    """A file of incident calls cannot be read."""
