"""Icons, drawn for this program: 24x24, one stroke colour, tinted by the theme."""
