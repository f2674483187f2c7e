"""What the use cases need from outside: one file a port. Each adapter fits one of these, and so does its fake."""
