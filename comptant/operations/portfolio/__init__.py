"""What each open invoice brings: positions, buyers' sums, the waterfall, the guarantee date."""
