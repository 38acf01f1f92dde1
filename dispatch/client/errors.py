"""What a client of the hub raises."""


class ClientError(Exception):
    """A client cannot go on; the message says what to do."""


class HubRefusedError(ClientError):
    """The hub answered a request with a problem."""


class HubUnreachableError(ClientError):
    """No hub answers, it closed the connection, or it ended; ``close_code`` is the stream's where there is one."""

    def __init__(self, message: str, close_code: int | None = None) -> None:
        super().__init__(message)
        self.close_code = close_code


class StreamBrokenError(ClientError):
    """The stream missed or repeated an event, or said something that the contract does not know."""
