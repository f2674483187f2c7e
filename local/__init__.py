"""The local run: all of template.yaml on this machine, without an AWS account and without Docker.

It starts the AWS emulator, deploys template.yaml to it, serves the HTTP API and shows the mail that was sent.
Routes, triggers, environment and roles come from template.yaml; nothing is declared here a second time.
"""
