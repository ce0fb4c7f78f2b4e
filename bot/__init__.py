"""Nudge: client requests that stall between a developer and a project manager."""
