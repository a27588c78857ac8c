"""What stands between a file and its window: who opens it, what to do when it is held, the printed sheet."""
