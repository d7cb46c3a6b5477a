"""Tests of set-up and start."""
