"""Payment orders, from their preparation to what became of them."""
