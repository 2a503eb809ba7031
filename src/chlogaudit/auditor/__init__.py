"""What a policy's controls make of logs: evidence gathered over distinct values, one file a control. Pure."""
