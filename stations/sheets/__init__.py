"""Tables as clerks make them: from the bytes of a file, whatever it is called, to rows under the columns of a table."""
