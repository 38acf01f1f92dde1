"""Ways in from devices: each speaks its protocol, hands on what it read, and answers once that is durable."""
