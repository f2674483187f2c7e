"""What whoever looks after the AWS account does from a terminal."""
