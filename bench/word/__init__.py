"""What a Word file costs to write."""
