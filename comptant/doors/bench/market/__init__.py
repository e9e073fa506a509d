"""A market's day: invented clients, buyers and invoices at any scale, worked through the doors."""
