"""Words of Keras's files that several rooms know."""

from __future__ import annotations

#: Classes of models; "Model" until Keras 2.2, "Functional" since.
MODELS = ("Sequential", "Functional", "Model")
#: Class of a reference to a tensor, in the calls of Keras 3.
TENSOR = "__keras_tensor__"
