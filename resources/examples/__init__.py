"""The example projects that come with the program."""
