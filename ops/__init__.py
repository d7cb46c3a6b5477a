"""Set-up and start of the service. Run from the project folder: ``python3 -m ops.setup``, ``python3 -m ops.run``.

What runs before the environments exist uses the standard library only and imports nothing from ``bot``.
"""
