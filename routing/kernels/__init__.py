"""The compiled kernels: searches over arrays, and nothing else. Everything here is written for the compiler.

How a function becomes a kernel, and the array types that kernels speak, stand in `routing.kernels.compile`.
"""
