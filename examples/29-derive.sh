#!/bin/sh
# Four ways to a derivative, side by side: by hand (--expect), as a formula by the
# rules (derive), by differences (the column numeric), and automatically, in forward
# and in reverse mode. The formula reads back: its value is that of the gradient.
set -e
f='x^2*exp(-x/2)/(1 + x)'
hand='x*exp(-x/2)*(4 + x - x^2)/(2*(1 + x)^2)'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff derive "$f"'
run 'autodiff derive "$f" --format plain | autodiff eval -f - x=3'
run 'autodiff check "$f" x=3 --expect "x=$hand"'
run 'autodiff check "$f" --random 100 --range 0:5 --expect "x=$(autodiff derive "$f" --format plain)"'

# A density, a neuron and a least-squares loss, as a book has them.
run 'autodiff derive "exp(-(x-m)^2/(2*s^2))/(s*sqrt(2*pi))"'
run 'autodiff derive "sigma(w*x + b)" --wrt w,b'
run 'autodiff derive "sum((A@x - b)^2)/2" --shape A=3x2,x=2,b=3'

# Second derivatives, and the answer for one's notes.
run 'autodiff derive --order 2 "(1-x)^2 + 100*(y-x^2)^2"'
run 'autodiff derive --format latex "exp(-x^2/2)/sqrt(2*pi)"'
