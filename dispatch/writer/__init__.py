"""The only writer: commands and deadlines decided one at a time, durable before anybody hears of them."""
