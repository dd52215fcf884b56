"""Words and pictures that every template may use."""
