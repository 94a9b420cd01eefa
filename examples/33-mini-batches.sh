#!/bin/sh
# Logistic regression by mini-batches: how probable it is that a student passes,
# by the hours studied, from students/hours.csv. Each step goes by five of the
# twenty rows, in an order that is drawn anew for each pass over them; the same
# seed draws the same order. A second descent goes on where the first one ended, and
# at last its two parameters give a probability for each row.
set -e
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
f='s = w*hours + b; softplus(s) - passed*s'

echo "\$ autodiff descend '$f' w=0 b=0 \\"
echo '>   --points students/hours.csv --batch 5 --seed 1 --rate 0.2 --steps 400 > first.txt'
autodiff descend "$f" w=0 b=0 \
  --points students/hours.csv -q --batch 5 --seed 1 --rate 0.2 --steps 400 > "$folder/first.txt"
awk 'NR <= 3 || NR == 401 { printf "%s %.2f\n", $1, $2 }' "$folder/first.txt"
echo

echo "\$ autodiff descend '$f' --at @first.txt \\"
echo '>   --points students/hours.csv --rate 0.5 --tolerance 1e-9 --steps 1000'
autodiff descend "$f" --at "@$folder/first.txt" \
  --points students/hours.csv -q --rate 0.5 --tolerance 1e-9 --steps 1000 --digits 3 | tee "$folder/second.txt" | grep =
echo

echo "\$ autodiff eval 'sigma(w*hours + b)' --at @second.txt --points students/hours.csv --digits 2"
autodiff eval 'sigma(w*hours + b)' --at "@$folder/second.txt" --points students/hours.csv -q --digits 2 |
  paste -d, students/hours.csv - | awk -F, '
    NR == 1 { print "hours passed probability" }
    NR > 1 { printf "%-5s %-6s %s\n", $1, $2, $4; if (($4 > 0.5) == $2) right++ }
    END { print right " of " NR - 1 " are right" }'
