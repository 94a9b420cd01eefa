#!/bin/sh
# The homework: draw the graph of σ(log(5·(max(x1, x2)·x3/x4 - (x5 + x6))) + 0.5)
# and pass the gradient back through it by hand. Here is the answer: first with all
# digits, to compare with, then step by step, to find a mistake.
set -e
f='sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)'
point=x1=3,x2=1,x3=4,x4=2,x5=0.5,x6=1

autodiff grad "$f" --at $point
echo
autodiff trace --mode reverse "$f" --at $point
