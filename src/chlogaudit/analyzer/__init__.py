"""What the traffic was: panels counted over distinct values."""
