"""Words of Keras's files that several rooms know."""

from __future__ import annotations

#: Classes of models; "Model" until Keras 2.2, "Functional" since.
MODELS = ("Sequential", "Functional", "Model")
#: Class of a reference to a tensor, in the calls of Keras 3.
TENSOR = "__keras_tensor__"
#: Where an upgraded entry keeps the shape that Keras 1 told of a transposed convolution's result.
TOLD_SHAPE = "told_shape"
