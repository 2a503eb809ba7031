"""The redactor: what stands in place of an identifier, and where in a value it goes. Pure; keys are handed in."""
