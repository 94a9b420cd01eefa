#!/bin/sh
# A gradient as code: the function of the homework in C, a neuron as equations, a
# least-squares loss in Swift. Then a whole program that reads points, compiled and
# run where there is a C compiler.
set -e

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run "autodiff emit 'sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)'"
run "autodiff emit --language latex 'z = w*x + b; sigma(z)'"
run "autodiff emit --language swift 'sum((A@x - b)^2)' --shape A=2x3,x=3,b=2 --wrt x"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
autodiff emit --main 'x1*x2 + sin(x1)' > "$work/f.c"
echo "$ echo 2 3 | ./f"
if command -v cc > /dev/null; then
  cc -O2 -o "$work/f" "$work/f.c" -lm
  echo 2 3 | "$work/f"
else
  autodiff grad --format plain 'x1*x2 + sin(x1)' x1=2 x2=3
fi
