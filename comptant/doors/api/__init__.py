"""The API: an endpoint for each operation and each list, made from the code of both."""
