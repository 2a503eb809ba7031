"""One file an output format: a result in, text or bytes out."""
