"""Files and sequences made into arrays and data sets (``keras.preprocessing``)."""

from engine.preprocessing import image, sequence, text
from engine.preprocessing.folders import image_dataset_from_directory, text_dataset_from_directory
from engine.preprocessing.timeseries import timeseries_dataset_from_array

__all__ = [
    "image",
    "image_dataset_from_directory",
    "sequence",
    "text",
    "text_dataset_from_directory",
    "timeseries_dataset_from_array",
]
