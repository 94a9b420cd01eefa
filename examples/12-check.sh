#!/bin/sh
# The gradient of the homework beside finite differences: first the quotient of the
# lecture, (f(x+h) - f(x))/h with h = 1e-4, then differences whose steps check
# chooses itself. The column forward is forward mode, numeric the differences, and
# relative the relative error between numeric and reverse.
set -e
exec 2>&1
f='sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)'
point=x1=3,x2=1,x3=4,x4=2,x5=0.5,x6=1

run() {
  echo "\$ $1"
  eval "$1" || echo "exit status $?"
  echo
}

run 'autodiff check "$f" --at $point --scheme forward --step 1e-4'
run 'autodiff check "$f" --at $point'

# A smaller step makes the error of the formula smaller, but the error of subtracting
# two nearly equal numbers larger. The best step is between:
# some 1e-8 for a forward difference, 1e-5 for a central one.
run "autodiff check 'sin(x)' x=1 --sweep"
echo 'The best steps:'
autodiff check 'sin(x)' x=1 --sweep --format csv | awk -F, '
  NR > 1 && (!f || $4 < f) { f = $4; forward = $2 }
  NR > 1 && (!c || $6 < c) { c = $6; central = $2 }
  END { print "  forward " forward; print "  central " central }'
echo

# A fixed step reaches over a kink nearby and takes a right gradient for wrong;
# a fixed tolerance lets a wrong one pass when all numbers are small.
run "autodiff check 'relu(x)' x=-5e-8 --scheme forward --step 1e-4"
run "autodiff check 'relu(x)' x=-5e-8"
run "autodiff check '1e-6*x^2' x=1 --expect x=7e-6 --atol 1e-4"
run "autodiff check '1e-6*x^2' x=1 --expect x=7e-6"
