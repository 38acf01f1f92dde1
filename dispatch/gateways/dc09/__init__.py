"""The receiver of SIA DC-09 over TCP and UDP."""
