"""h5py, loaded at its first use: it brings the HDF5 library, 10 MB that most fits never need."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import h5py as h5py
else:

    class _Later:
        """Stands for the library until something of it is wanted."""

        def __getattr__(self, name: str) -> Any:
            import h5py  # noqa: PLC0415

            return getattr(h5py, name)

    h5py = _Later()
