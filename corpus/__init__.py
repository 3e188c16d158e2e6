"""The curriculum: data only, shipped with the package."""
