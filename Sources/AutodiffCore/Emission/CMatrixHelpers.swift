/// Linear algebra in C.
extension CDialect {
  static let matrixHelpers: [String: Helper] = [
    "eliminate": Helper(
      text: """
        /* Gauss's elimination with pivots by columns; y, n by width, goes along. -1 where rows were swapped oddly. */
        static double eliminate(double *a, double *y, size_t n, size_t width)
        {
            double sign = 1.0;
            size_t i, j, k;
            for (k = 0; k < n; k++) {
                double largest = -1.0;
                size_t best = k;
                for (i = k; i < n; i++) {
                    const double size = fabs(a[i*n + k]);
                    if (size > largest || isnan(size)) largest = size, best = i;
                }
                if (best != k) {
                    for (j = 0; j < n; j++) {
                        const double swapped = a[k*n + j];
                        a[k*n + j] = a[best*n + j], a[best*n + j] = swapped;
                    }
                    for (j = 0; j < width; j++) {
                        const double swapped = y[k*width + j];
                        y[k*width + j] = y[best*width + j], y[best*width + j] = swapped;
                    }
                    sign = -sign;
                }
                if (a[k*n + k] == 0.0) continue;
                for (i = k + 1; i < n; i++) {
                    const double factor = a[i*n + k]/a[k*n + k];
                    for (j = k + 1; j < n; j++) a[i*n + j] -= factor*a[k*n + j];
                    for (j = 0; j < width; j++) y[i*width + j] -= factor*y[k*width + j];
                }
            }
            return sign;
        }
        """),
    "determinant": Helper(
      needs: ["eliminate", "product"],
      text: """
        static double determinant(const double *x, size_t n, double *room)
        {
            double sign;
            size_t i;
            for (i = 0; i < n*n; i++) room[i] = x[i];
            sign = eliminate(room, NULL, n, 0);
            return sign*product(room, n, n + 1) + 0.0;
        }
        """),
    "log_determinant": Helper(
      needs: ["eliminate"],
      text: """
        static double log_determinant(const double *x, size_t n, double *room)
        {
            double sign, total = 0.0;
            size_t i;
            for (i = 0; i < n*n; i++) room[i] = x[i];
            sign = eliminate(room, NULL, n, 0);
            for (i = 0; i < n; i++) {
                const double pivot = room[i*(n + 1)];
                if (pivot < 0.0) sign = -sign;
                total += log(fabs(pivot));
            }
            return sign > 0.0 || total == -INFINITY ? total : NAN;
        }
        """),
    "solve": Helper(
      needs: ["eliminate"],
      text: """
        /* The y with a@y = b, n by width; NaN where a is singular. */
        static void solve(const double *a, const double *b, double *y, size_t n, size_t width, double *room)
        {
            int regular = 1;
            size_t i, j, k;
            for (i = 0; i < n*n; i++) room[i] = a[i];
            for (i = 0; i < n*width; i++) y[i] = b[i];
            eliminate(room, y, n, width);
            for (i = 0; i < n; i++) if (room[i*(n + 1)] == 0.0 || !isfinite(room[i*(n + 1)])) regular = 0;
            for (i = n; i-- > 0;) {
                for (j = 0; j < width; j++) {
                    for (k = i + 1; k < n; k++) y[i*width + j] -= room[i*n + k]*y[k*width + j];
                    y[i*width + j] = regular ? y[i*width + j]/room[i*(n + 1)] : NAN;
                }
            }
        }
        """),
    "inverse": Helper(
      needs: ["eliminate"],
      text: """
        static void inverse(const double *a, double *y, size_t n, double *room)
        {
            int regular = 1;
            size_t i, j, k;
            for (i = 0; i < n*n; i++) room[i] = a[i], y[i] = i % (n + 1) == 0 ? 1.0 : 0.0;
            eliminate(room, y, n, n);
            for (i = 0; i < n; i++) if (room[i*(n + 1)] == 0.0 || !isfinite(room[i*(n + 1)])) regular = 0;
            for (i = n; i-- > 0;) {
                for (j = 0; j < n; j++) {
                    for (k = i + 1; k < n; k++) y[i*n + j] -= room[i*n + k]*y[k*n + j];
                    y[i*n + j] = regular ? y[i*n + j]/room[i*(n + 1)] : NAN;
                }
            }
        }
        """),
    "swap_lines": Helper(
      text: """
        /* Swaps n numbers, step apart, from x on and from y on. */
        static void swap_lines(double *x, double *y, size_t n, size_t step)
        {
            size_t i;
            for (i = 0; i < n; i++) {
                const double swapped = x[i*step];
                x[i*step] = y[i*step], y[i*step] = swapped;
            }
        }
        """),
    "cofactors": Helper(
      needs: ["swap_lines"],
      text: """
        /* The gradient of the determinant, from factors with complete pivoting, so that singular matrices are no
           special case: G. W. Stewart, "On the adjugate matrix" (1998). */
        static void cofactors(const double *x, double *y, size_t n, double *room)
        {
            double *const a = room, *const sums = a + n*n, *const rows = sums + n*n, *const columns = rows + n;
            double *const weights = columns + n, *const after = weights + n;
            double sign = 1.0, finite = 0.0;
            size_t i, j, k, rank = 0;
            if (n == 1) { y[0] = 1.0; return; }
            if (n == 2) { y[0] = x[3], y[1] = -x[2], y[2] = -x[1], y[3] = x[0]; return; }
            for (i = 0; i < n*n; i++) a[i] = x[i], sums[i] = fabs(x[i]), finite += x[i]*0.0;
            for (i = 0; i < n*n; i++) y[i] = finite;
            for (i = 0; i < n; i++) rows[i] = columns[i] = (double)i;
            if (isnan(finite)) return;
            for (k = 0; k < n; k++) {
                double largest = 0.0;
                size_t row = k, column = k;
                for (i = k; i < n; i++)
                    for (j = k; j < n; j++)
                        if (fabs(a[i*n + j]) > largest) largest = fabs(a[i*n + j]), row = i, column = j;
                if (largest == 0.0) break;
                rank++;
                if (row != k) {
                    swap_lines(a + k*n, a + row*n, n, 1), swap_lines(sums + k*n, sums + row*n, n, 1);
                    swap_lines(rows + k, rows + row, 1, 1), sign = -sign;
                }
                if (column != k) {
                    swap_lines(a + k, a + column, n, n), swap_lines(sums + k, sums + column, n, n);
                    swap_lines(columns + k, columns + column, 1, 1), sign = -sign;
                }
                for (i = k + 1; i < n; i++) {
                    const double factor = a[i*n + k] /= a[k*n + k];
                    for (j = k + 1; j < n; j++) {
                        /* Far below the last digit of what was summed, what is left is rounding. */
                        const double change = factor*a[k*n + j], rest = a[i*n + j] - change;
                        sums[i*n + j] += fabs(change);
                        a[i*n + j] = fabs(rest) <= sums[i*n + j]*0x1p-50 ? 0.0 : rest;
                    }
                }
                for (j = k + 1; j < n; j++) a[k*n + j] /= a[k*n + k];
            }
            if (rank + 1 < n) return;
            /* The product of all pivots but each. */
            for (i = 0, weights[0] = sign, after[n - 1] = 1.0; i + 1 < n; i++) {
                const double last = n - 1 - i < rank ? a[(n - 1 - i)*(n + 1)] : 0.0;
                weights[i + 1] = weights[i]*(i < rank ? a[i*(n + 1)] : 0.0);
                after[n - 2 - i] = after[n - 1 - i]*last;
            }
            for (i = 0; i < n; i++) weights[i] *= after[i];
            for (i = 0; i < n; i++) {
                for (j = 0; j < n; j++) sums[i*n + j] = i == j ? 1.0 : 0.0;
                for (k = 0; k < i; k++)
                    for (j = 0; j <= k; j++) sums[i*n + j] -= a[k*n + i]*sums[k*n + j];
            }
            for (i = 0; i < n; i++)
                for (j = 0; j <= i; j++) sums[i*n + j] *= weights[i];
            for (i = n; i-- > 0;)
                for (k = i + 1; k < n; k++)
                    for (j = 0; j < n; j++) sums[i*n + j] -= a[k*n + i]*sums[k*n + j];
            for (i = 0; i < n; i++)
                for (j = 0; j < n; j++) y[(size_t)rows[i]*n + (size_t)columns[j]] = sums[i*n + j];
        }
        """),
  ]
}
