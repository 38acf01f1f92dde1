"""How serious an incident is: rules as data, from the first call on."""
