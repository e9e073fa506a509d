"""What the rules on fraud find, miss and wrongly raise, on two simulated years that know nothing of
each other."""
