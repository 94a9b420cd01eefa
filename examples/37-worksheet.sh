#!/bin/sh
# Writes a worksheet for the students of homework/students.txt, and its key. The
# numbers are drawn from the seed and the student's name, so that 'grade' knows
# them: the key as a table, graded, gets all points.
cd "$(dirname "$0")/homework" || exit 2
autodiff worksheet worksheet.txt --students students.txt --seed 7

echo
echo 'The key for Ben:'
echo ben |
  autodiff worksheet worksheet.txt --students - --seed 7 --key

echo
echo 'The first question as a table to fill in, a row a student:'
first="${TMPDIR:-/tmp}/first.$$"
sed '/^question 2/,$d' worksheet.txt > "$first"
autodiff worksheet "$first" --students students.txt --seed 7 --format csv

echo
echo 'The key of such a table, graded:'
autodiff worksheet "$first" --students students.txt --seed 7 --format csv --key |
  autodiff grade "$first" - --seed 7
rm "$first"
