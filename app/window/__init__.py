"""The parts of the main window: actions, menus, pages, the open project."""
