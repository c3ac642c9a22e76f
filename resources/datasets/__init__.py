"""Small data sets that come with the program; see README.md for origin and licences."""
