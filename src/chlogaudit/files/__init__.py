"""Everything that touches a disk: finding, reading, writing and replacing logs, keys, receipts, facts. No parsing."""
