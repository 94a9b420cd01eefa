"""The numbers of the tasks and the timing of them, for the benchmarks that compare with Python's systems."""

import time

import numpy as np


def numbers(shape, seed):
    """Returns an array of the numbers that the Swift side of a benchmark takes, between -0.5 and 0.5."""
    values = (np.arange(np.prod(shape)) + float(seed)) * 0.6180339887498949
    return (values - np.floor(values) - 0.5).reshape(shape)


def fastest(body, runs):
    """Returns the nanoseconds of the fastest of some runs, after one that compiles, and the last result."""
    result = body()
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter_ns()
        result = body()
        best = min(best, time.perf_counter_ns() - start)
    return best, result
