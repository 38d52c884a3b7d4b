"""DOCUMENT → RECORDS: what its words say of other documents, of figures, and of who gets what support."""
