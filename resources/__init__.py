"""Files the program reads: icons, translations, examples, data sets."""
