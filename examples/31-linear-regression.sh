#!/bin/sh
# Linear regression by gradient descent: a line through the grades of twenty
# students over the hours they studied, made up, in students/hours.csv. The loss
# of a row is its squared error, and descent goes by the mean over all rows. The
# losses are the first lines of the answer, the parameters the last ones. Below,
# what the normal equations say.
set -e
cd "$(dirname "$0")"

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run "autodiff descend '(w*hours + b - grade)^2' --points students/hours.csv -q \\
  w=0 b=0 --rate 0.05 --steps 200 --digits 6 | awk 'NR <= 4 || NR > 199'"
run "autodiff descend '(w*hours + b - grade)^2' --points students/hours.csv -q \\
  w=0 b=0 --rate 0.05 --momentum 0.5 --tolerance 1e-9 --steps 1000 --digits 6 | tail -n 3"
run "autodiff eval --at D=@students/hours.csv --digits 6 \\
  'X = transpose([D[:,1], ones(20)]); y = D[:,3]; solve(X'\\''@X, X'\\''@y)'"
