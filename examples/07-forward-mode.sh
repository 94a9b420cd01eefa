#!/bin/sh
# f(x1, x2) = ln(x1) + x1·x2 - sin(x2) at (2, 5) in forward mode: each step's
# tangent beside its value. One sweep goes along one direction, so the gradient
# takes one for each input, a column each; --direction asks for a single one.
set -e
f='ln(x1) + x1*x2 - sin(x2)'

autodiff trace --mode forward --direction x1=1 "$f" --at x1=2,x2=5
echo
autodiff trace --mode forward "$f" --at x1=2,x2=5
