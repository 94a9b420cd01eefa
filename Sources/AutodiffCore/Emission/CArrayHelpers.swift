/// Functions of arrays in C: each takes the numbers of a lane, how many there are and how far they are apart.
extension CDialect {
  static let helpers = scalarHelpers.merging(laneHelpers) { one, _ in one }.merging(matrixHelpers) { one, _ in one }

  private static let laneHelpers: [String: Helper] = [
    "sum": Helper(
      text: """
        /* In halves, so that roundings do not pile up. */
        static double sum(const double *x, size_t n, size_t step)
        {
            double total = 0.0;
            size_t i;
            if (n > 64) return sum(x, n/2, step) + sum(x + n/2*step, n - n/2, step);
            for (i = 0; i < n; i++) total += x[i*step];
            return total;
        }
        """),
    "dot": Helper(
      text: """
        static double dot(const double *x, size_t step, const double *y, size_t other_step, size_t n)
        {
            double total = 0.0;
            size_t i;
            if (n > 64)
                return dot(x, step, y, other_step, n/2)
                    + dot(x + n/2*step, step, y + n/2*other_step, other_step, n - n/2);
            for (i = 0; i < n; i++) total += x[i*step]*y[i*other_step];
            return total;
        }
        """),
    "mean": Helper(
      needs: ["sum"],
      text: """
        static double mean(const double *x, size_t n, size_t step)
        {
            double total = sum(x, n, step);
            size_t i;
            if (isfinite(total)) return total/(double)n;
            /* The sum may have left the range where the mean does not. */
            for (total = 0.0, i = 0; i < n; i++) total += x[i*step]/(double)n;
            return total;
        }
        """),
    "product": Helper(
      text: """
        /* What leaves the range on the way is kept as an exponent. */
        static double product(const double *x, size_t n, size_t step)
        {
            double total = 1.0;
            long exponent = 0;
            size_t i;
            for (i = 0; i < n; i++) {
                int first = 0, second = 0;
                total = frexp(total*frexp(x[i*step], &first), &second);
                if (total == 0.0 || !isfinite(total)) first = second = 0;
                exponent += first + second;
            }
            return ldexp(total, exponent > 9999 ? 9999 : exponent < -9999 ? -9999 : (int)exponent);
        }
        """),
    "norm": Helper(
      text: """
        /* The Euclidean length, without overflow. */
        static double norm(const double *x, size_t n, size_t step)
        {
            double largest = 0.0, squares = 0.0, scale;
            int exponent;
            size_t i;
            for (i = 0; i < n; i++) {
                const double size = fabs(x[i*step]);
                if (size > largest || isnan(size)) largest = size;
            }
            if (!(largest > 0.0 && largest < INFINITY)) return largest;
            (void)frexp(largest, &exponent);
            scale = ldexp(1.0, exponent < -1000 ? 1000 : -exponent);
            for (i = 0; i < n; i++) squares += x[i*step]*scale*(x[i*step]*scale);
            return sqrt(squares)/scale;
        }
        """),
    "variance": Helper(
      needs: ["mean"],
      text: """
        /* Of the differences to the mean, whose own sum takes back the mean's rounding. */
        static double variance(const double *x, size_t n, size_t step)
        {
            const double middle = mean(x, n, step), count = (double)n;
            double rest = 0.0, squares = 0.0;
            size_t i;
            for (i = 0; i < n; i++) {
                rest += x[i*step] - middle;
                squares += (x[i*step] - middle)*(x[i*step] - middle);
            }
            if (isfinite(squares)) {
                const double value = (squares - rest*rest/count)/count;
                return value < 0.0 ? 0.0 : value;
            }
            for (squares = 0.0, i = 0; i < n; i++) squares += (x[i*step] - middle)/count*(x[i*step] - middle);
            return squares;
        }
        """),
    "greatest": Helper(
      text: """
        static double greatest(const double *x, size_t n, size_t step)
        {
            double result = -INFINITY;
            size_t i;
            for (i = 0; i < n; i++) if (x[i*step] > result || isnan(x[i*step])) result = x[i*step];
            return result;
        }
        """),
    "least": Helper(
      text: """
        static double least(const double *x, size_t n, size_t step)
        {
            double result = INFINITY;
            size_t i;
            for (i = 0; i < n; i++) if (x[i*step] < result || isnan(x[i*step])) result = x[i*step];
            return result;
        }
        """),
    "exponentials": Helper(
      text: """
        /* The sum of e^(x-top) but for the 1 of the first that is top, which would swallow the others' digits. */
        static double exponentials(const double *x, size_t n, size_t step, double top)
        {
            double total = 0.0;
            int found = 0;
            size_t i;
            for (i = 0; i < n; i++) {
                if (x[i*step] == top && !found) found = 1;
                else total += exp(x[i*step] - top);
            }
            return total;
        }
        """),
    "logsumexp": Helper(
      needs: ["greatest", "exponentials"],
      text: """
        static double logsumexp(const double *x, size_t n, size_t step)
        {
            const double top = greatest(x, n, step);
            return isfinite(top) ? top + log1p(exponentials(x, n, step, top)) : top;
        }
        """),
    "leader": Helper(
      needs: ["greatest"],
      text: """
        /* The largest; NaN where the others have no ratio to it. */
        static double leader(const double *x, size_t n, size_t step)
        {
            const double top = greatest(x, n, step);
            size_t i, count = 0;
            for (i = 0; i < n; i++) count += x[i*step] == top;
            return isfinite(top) || (top > 0.0 && count == 1) ? top : NAN;
        }
        """),
    "softmax": Helper(
      needs: ["leader", "sum"],
      text: """
        static void softmax(const double *x, double *y, size_t n, size_t step)
        {
            const double top = leader(x, n, step);
            double total;
            size_t i;
            for (i = 0; i < n; i++) y[i*step] = exp(x[i*step] == top ? 0.0 : x[i*step] - top);
            total = sum(y, n, step);
            for (i = 0; i < n; i++) y[i*step] /= total;
        }
        """),
    "log_softmax": Helper(
      needs: ["leader", "exponentials"],
      text: """
        static void log_softmax(const double *x, double *y, size_t n, size_t step)
        {
            const double top = leader(x, n, step);
            const double total = top == INFINITY ? 0.0 : log1p(exponentials(x, n, step, top));
            size_t i;
            for (i = 0; i < n; i++) y[i*step] = (x[i*step] == top ? 0.0 : x[i*step] - top) - total;
        }
        """),
    "add_up": Helper(
      text: """
        /* The next of running sums, whose roundings are summed alongside. */
        static double add_up(double x, double *sum, double *error)
        {
            const double next = *sum + x, added = next - *sum;
            *error += (*sum - (next - added)) + (x - added);
            *sum = next;
            return isfinite(next) && *error != 0.0 ? next + *error : next;
        }
        """),
    "running_sum": Helper(
      needs: ["add_up"],
      text: """
        static void running_sum(const double *x, double *y, size_t n, size_t step)
        {
            double total = -0.0, error = 0.0;
            size_t i;
            for (i = 0; i < n; i++) y[i*step] = add_up(x[i*step], &total, &error);
        }
        """),
    "running_sum_reversed": Helper(
      needs: ["add_up"],
      text: """
        static void running_sum_reversed(const double *x, double *y, size_t n, size_t step)
        {
            double total = -0.0, error = 0.0;
            size_t i;
            for (i = n; i-- > 0;) y[i*step] = add_up(x[i*step], &total, &error);
        }
        """),
  ]
}
