"""Translations of the program: .ts sources and compiled .qm files."""
