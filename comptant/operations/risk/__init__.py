"""What may be financed: limits, exceptions, dated facts, disputes."""
