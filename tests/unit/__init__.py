"""One test module for one module, and a few about the house itself."""
