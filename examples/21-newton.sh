#!/bin/sh
# Rosenbrock's function, whose minimum at (1, 1) lies in a bent valley: its second
# derivatives, their product with a direction (without the matrix), and Newton's
# method. A step goes from x to x - H⁻¹·∇f, by solve. Near the minimum each step
# doubles the number of right digits.
set -e
f='(1 - x[1])^2 + 100*(x[2] - x[1]^2)^2'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff hessian "$f" x=[-1.2,1] --digits 6'
run 'autodiff hvp "$f" x=[-1.2,1] --direction x=[1,2] --digits 6'

x=[-1.2,1]
for step in 1 2 3 4 5 6; do
  # The value, two first derivatives, four second ones.
  set -- $(autodiff hessian "$f" "x=$x" --format plain)
  set -- $(autodiff eval 'x - solve(H, g)' "x=$x" "g=[$2,$3]" "H=[[$4,$5],[$6,$7]]" --format plain)
  x="[$1,$2]"
  echo "step $step: $(autodiff eval "$f" "x=$x" --digits 3), $(autodiff eval x "x=$x" --digits 6 | sed 's/^f/x/')"
done
