"""What is done to many people chosen in the list at once."""
