"""Values → HTML: pure functions that the pages and their tests call."""
