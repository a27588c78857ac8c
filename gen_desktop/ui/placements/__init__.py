"""Insertion: whom to call, and what they tell."""
