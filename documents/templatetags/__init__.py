"""What the templates of documents ask for."""
