"""The receiver of GB/T 26875.3-2011 and the centre's duties: sessions without a socket, one shell."""
