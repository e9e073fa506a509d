"""Money that buyers pay, by whatever means: known, allocated, moved, taken back."""
