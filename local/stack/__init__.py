"""From template.yaml and the sources to a deployed stack."""
