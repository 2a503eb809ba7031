"""The nouns that every room speaks: plain frozen data, no behaviour beyond their own shape."""
