"""What one would pick instead, with packages of its own: these modules run in .venv-bench, and nothing imports them."""
