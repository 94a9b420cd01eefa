#!/bin/sh
# Grades a class of thirty: the exam of homework/exam.txt, and a spreadsheet of
# answers in homework/class.csv, with semicolons, decimal commas, minus signs of
# several kinds, fractions, formulas, blank cells, and a row that is cut off.
# Kai's row is told on standard error, and the others are graded all the same.
# exits 2
cd "$(dirname "$0")/homework" || exit 3
autodiff grade exam.txt class.csv
status=$?

echo
echo 'For the spreadsheet, with its own columns:'
autodiff grade exam.txt class.csv --format csv 2> /dev/null |
  head -n 4 | cut -d, -f 1-13

echo
echo "Ben's results.json, for Gradescope:"
{ sed -n 1p class.csv; grep '^Ben' class.csv; } |
  autodiff grade exam.txt - --format gradescope

echo
echo 'As tests, from the first:'
autodiff grade exam.txt class.csv --format tap 2> /dev/null | head -n 8
exit $status
