"""What makes the project: its model, its documents, its pictures."""
