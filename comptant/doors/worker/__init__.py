"""What runs beside the portal: deliveries, the seal of acts, the close at its hour."""
