"""The HTTP API that API Gateway is in the cloud: requests in, function calls out."""
