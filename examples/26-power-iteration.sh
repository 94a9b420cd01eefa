#!/bin/sh
# Power iteration: multiplied by A again and again, a vector turns towards that of
# the largest eigenvalue, which is v@A@v. The derivative of the eigenvalue by a
# symmetric A is v ⊗ v, as theory says, though it went through thirty steps here.
set -e
turn='v = [1, 1]; for k = 1 to 30 { v = A@v; v = v/norm(v) }'

run() {
  echo "\$ $1"
  eval "$1"
  echo
}

run 'autodiff grad "$turn; v@A@v" A=[[2,1],[1,3]] --digits 6'
run 'autodiff eval "$turn; outer(v, v)" A=[[2,1],[1,3]] --digits 6'
