"""The page of a buyer without an account: links that open it, and what buyers say by them."""
