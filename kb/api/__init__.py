"""The HTTP API, beside the page on one server and port: a table of routes, and the door that answers them."""
