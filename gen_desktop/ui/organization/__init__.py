"""The page of the organisation the file belongs to."""
