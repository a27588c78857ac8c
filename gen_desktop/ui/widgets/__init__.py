"""Reusable widgets. They know no noun of the trade: what they show is handed to them."""
