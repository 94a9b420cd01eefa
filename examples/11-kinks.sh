#!/bin/sh
# Kinks: where the derivatives on the left and on the right differ. A note tells
# both, and here it stands below the answer, as on a terminal.
set -e
exec 2>&1

run() {
  echo "\$ $1"
  eval "$1" || echo "exit status $?"
  echo
}

# The slope from -1 to 1 that is nearest to 0.
run "autodiff grad 'abs(x - 3)' x=3"

# Equal arguments share the derivative, or --ties gives it to one of them.
run "autodiff grad 'max(x, y, z)' x=1 y=1 z=1 --wrt x,y --digits 3"
run "autodiff grad 'max(x, y, z)' x=1 y=1 z=1 --ties first --quiet"

# Two kinks that cancel: this is x, and its derivative 1. A trace keeps what each
# gate does to the gradient, and a note tells how the whole differs.
run "autodiff grad 'relu(x) - relu(-x)' x=0"
run "autodiff trace --mode reverse 'relu(x) - relu(-x)' x=0"

# At a jump the value itself changes: infinitely steep on that side.
run "autodiff grad 'x*step(x - 1)' x=1"

# For scripts: exit status 4 at a kink, but 3 where there is no finite answer.
run "autodiff grad --strict --quiet 'abs(x)' x=0"
run "autodiff grad --strict --quiet 'abs(sqrt(x))' x=0"

# Only what is asked for counts, and along y there is no kink.
run "autodiff grad --strict 'abs(x) + y^2' x=0 y=3 --wrt y"
