"""An open, interactive 3D atlas of the lumbar spine and of what goes wrong in it."""

__version__ = "0.1.0"
