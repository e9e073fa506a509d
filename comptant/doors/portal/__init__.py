"""The portal: pages in a browser, each declared in pages/, drawn on the server."""
