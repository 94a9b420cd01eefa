#!/bin/sh
# The derivative of the logistic map, l <- 4·l·(1-l), as a formula. Three steps are
# equal to the textbook's closed form. Written out, twenty would have 2·10^12
# operations; with names for what is shared there are a few for each step, and the
# text grows as the program does.
set -e
map() { echo "l = x; for n = 1 to $1 { l = 4*l*(1-l) }"; }
closed='128*x*(1-x)*(-8+16*x)*(1-2*x)^2*(1-8*x+8*x^2) + 64*(1-x)*(1-2*x)^2*(1-8*x+8*x^2)^2 -
  64*x*(1-2*x)^2*(1-8*x+8*x^2)^2 - 256*x*(1-x)*(1-2*x)*(1-8*x+8*x^2)^2'

run() {
  echo "\$ $1"
  eval "$1" || echo "exit status $?"
  echo
}

run 'autodiff derive "$(map 3)"'
run 'autodiff check "$(map 3)" --random 100 --range 0:1 --expect "x=$closed"'
run 'autodiff check "$(map 3)" --random 100 --range 0:1 --expect "x=$(autodiff derive --format plain "$(map 3)")"'
run 'autodiff derive "$(map 20)"'
run 'autodiff derive --format plain "$(map 20)" | autodiff eval -f - x=0.3'
run 'autodiff grad "$(map 20)" x=0.3 --format plain'
run 'for n in 5 10 20 40 80; do autodiff derive "$(map $n)" | wc -c | tr -d " "; done'
run 'autodiff derive --inline "$(map 60)" 2>&1'
