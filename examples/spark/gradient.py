"""Gradients at the rows of a table on Apache Spark, and the gradient of a loss over all of them.

Each partition of the rows goes through a process of its own: `rdd.pipe` for a gradient a row, and `--reduce sum` for the
total of a partition, which `treeAggregate` adds up. Every machine needs nothing but the one file `autodiff`.

    spark-submit gradient.py rows.csv answers      (or: python gradient.py rows.csv answers)
"""
import math
import shlex
import shutil
import subprocess
import sys

from pyspark.sql import SparkSession

# Spark starts processes without a PATH.
AUTODIFF = shutil.which("autodiff") or "/usr/local/bin/autodiff"
LOSS = "(w*x + b - y)^2"
AT = "w=1.5,b=-0.5"

source, target = sys.argv[1:]
spark = SparkSession.builder.appName("autodiff").getOrCreate()
lines = spark.sparkContext.textFile(source, minPartitions=4)
header = lines.first()
rows = lines.filter(lambda line: line != header)
grad = [AUTODIFF, "grad", LOSS, "--at", AT, "--wrt", "w,b", "--points", "-", "--columns", header, "--no-header"]

# A gradient a row, in the order of the table. A partition that fails fails the job.
rows.pipe(shlex.join(grad), checkCode=True).saveAsTextFile(target)


def total(partition):
    """The sums over a partition: how many rows, then the loss and its derivatives."""
    table = "".join(line + "\n" for line in partition)
    if not table:
        return
    answer = subprocess.run(
        grad + ["--reduce", "sum", "--format", "plain"], input=table, text=True, check=True, stdout=subprocess.PIPE
    ).stdout
    yield [table.count("\n")] + [float(line) for line in answer.split()]


def add(left, right):
    return [math.fsum(pair) for pair in zip(left, right)]


count, *sums = rows.mapPartitions(total).treeAggregate([0.0] * 4, add, add)
for name, value in zip(["f", "df/dw", "df/db"], sums):
    print(f"{name} = {value / count!r}")
spark.stop()
