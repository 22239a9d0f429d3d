import Glibc

/// e to the power of `x`, for sizes that networks give as logarithms; bounded, so that no box is infinite.
func exponential(_ x: Float) -> Float { expf(min(max(x, -20), 20)) }
