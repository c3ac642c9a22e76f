"""What the user is editing: the graph, its data and training settings, no widgets."""
