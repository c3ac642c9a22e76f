"""Descriptions in the form of Keras 2 (TensorFlow 2.4 to 2.15), from those of Keras 3.

The reverse of ``engine.saving.upgrade``: JSON in, JSON out.
"""

from engine.saving.downgrade.layers import downgraded, downgraded_archive
from engine.saving.downgrade.training import archive_training, downgraded_training

__all__ = ["archive_training", "downgraded", "downgraded_archive", "downgraded_training"]
