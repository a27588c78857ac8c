"""The same capabilities without a window: how the program is tested, scripted and repaired."""
