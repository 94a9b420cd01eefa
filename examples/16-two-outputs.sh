#!/bin/sh
# Two functions of three inputs: y1 = sin(w1·x + w0), y2 = cos(w1·x + w0). Their
# Jacobian has a row for each output and a column for each input. A forward sweep
# makes a column of it (jvp), a reverse sweep a row (vjp, or --output).
set -e
f='y1 = sin(w1*x + w0); y2 = cos(w1*x + w0); y1, y2'
point=w1=2,x=1,w0=0.5

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff jacobian "$f" --at $point --digits 4'

# Along w1 alone: the first column.
run 'autodiff jvp "$f" --direction w1=1 --at $point --digits 4'
run 'autodiff trace --mode forward "$f" --direction w1=1 --at $point'

# The second output alone: the second row.
run 'autodiff vjp "$f" --cotangent [0,1] --at $point --digits 4'
run 'autodiff trace --mode reverse "$f" --output y2 --at $point'
