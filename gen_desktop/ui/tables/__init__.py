"""Tables over any number of rows: ids in memory, rows fetched when painted."""
