"""A real server and real browser windows, for the browser tests and for the pictures of the documentation."""
