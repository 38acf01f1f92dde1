"""What this package raises."""


class LoadError(Exception):
    """A load run or a client of it cannot go on; the message says what to do."""


class HubRefusedError(LoadError):
    """The hub answered a request with a problem."""


class HubUnreachableError(LoadError):
    """No hub answers, it closed the connection, or it ended; ``close_code`` is the stream's where there is one."""

    def __init__(self, message: str, close_code: int | None = None) -> None:
        super().__init__(message)
        self.close_code = close_code


class StreamBrokenError(LoadError):
    """The stream missed or repeated an event, or said something that the contract does not know."""


class StreamUnreadableError(LoadError):
    """A file of incident calls cannot be read."""
