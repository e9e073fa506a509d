"""A portfolio on a worse day: the rules of every day on other facts; nothing is kept."""
