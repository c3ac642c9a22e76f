"""The stylesheet template the theme fills with its colours."""
