"""The compiled kernels: searches over arrays, and nothing else. Everything here is written for the compiler."""
