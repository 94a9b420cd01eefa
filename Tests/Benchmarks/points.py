"""JAX's gradients at many points, on one thread, in double precision: the best of the forms that jit compiles."""
import os

# The flags alone do not keep a program of JAX's to one thread.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {0})
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import time

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)


def homework(x):
    value = jnp.maximum(x[0], x[1]) * x[2] / x[3] - (x[4] + x[5])
    return jax.nn.sigmoid(jnp.log(5 * value) + 0.5)


def rosenbrock(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(9))


ranges = {
    homework: [(1, 2), (1, 2), (3, 4), (0.5, 1), (0.1, 1), (0.1, 1)],
    rosenbrock: [(-2, 2)] * 10,
}

for count in (4096, 1 << 20):
    for f, bounds in ranges.items():
        keys = jax.random.split(jax.random.PRNGKey(1), len(bounds))
        columns = [jax.random.uniform(k, (count,), minval=a, maxval=b) for k, (a, b) in zip(keys, bounds)]
        rows = jnp.stack(columns, axis=1)

        def summed(*x):
            value = f(x)
            return value.sum(), value

        forms = {
            "vmap of rows": (jax.jit(jax.vmap(jax.value_and_grad(f))), (rows,)),
            "vmap of columns": (jax.jit(jax.vmap(jax.value_and_grad(lambda *x: f(x), range(len(bounds))))), columns),
            "whole columns": (jax.jit(jax.value_and_grad(summed, range(len(bounds)), has_aux=True)), columns),
        }
        best = {}
        for name, (run, arguments) in forms.items():
            jax.block_until_ready(run(*arguments))
            times = []
            for _ in range(7):
                start = time.perf_counter()
                passes = max(1, 2_000_000 // count)
                for _ in range(passes):
                    result = run(*arguments)
                jax.block_until_ready(result)
                times.append((time.perf_counter() - start) / passes)
            best[name] = count / min(times) / 1e6
        name = max(best, key=best.get)
        print(f"{f.__name__} {best[name]:.1f} million gradients a second at {count} points ({name})", flush=True)
