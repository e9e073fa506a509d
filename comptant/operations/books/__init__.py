"""The ledger, and what is charged: fees, financing in arrears and in advance."""
