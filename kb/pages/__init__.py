"""Doors: the Streamlit pages, views on the library and nothing else."""
