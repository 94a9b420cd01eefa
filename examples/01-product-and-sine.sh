#!/bin/sh
# f(x1, x2) = x1·x2 + sin(x1), the function that a lecture on automatic
# differentiation begins with: its steps, its derivatives carried along with
# the values (forward mode), and passed back from the end (reverse mode).
# x1 is used twice, so that reverse mode adds two contributions.
set -e
f='x1*x2 + sin(x1)'

autodiff trace "$f" --at x1=2,x2=3
echo
autodiff trace --mode forward "$f" --at x1=2,x2=3
echo
autodiff trace --mode reverse "$f" --at x1=2,x2=3
