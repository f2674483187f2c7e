"""What fits the ports of the use cases to AWS. boto3 is known here and nowhere else."""
