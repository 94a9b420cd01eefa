#!/bin/sh
# The same f(x1, x2) = ln(x1) + x1·x2 - sin(x2) at (2, 5) in reverse mode: one
# sweep back gives every derivative at once. Both inputs are used twice; their
# adjoints are sums.
set -e

autodiff trace --mode reverse 'ln(x1) + x1*x2 - sin(x2)' --at x1=2,x2=5
