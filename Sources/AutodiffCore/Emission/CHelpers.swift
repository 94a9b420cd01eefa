extension CDialect {
  static let scalarHelpers: [String: Helper] = [
    "mod": Helper(
      text: """
        /* The remainder of x/y with the sign of y. */
        static double mod(double x, double y)
        {
            const double r = fmod(x, y);
            return r != 0.0 && (r < 0.0) != (y < 0.0) ? r + y : r;
        }
        """),
    "cot_pi": Helper(
      text: """
        /* cot(pi*x) */
        static double cot_pi(double x)
        {
            const double r = x - rint(x);
            return fabs(r) <= 0.25 ? 1.0/tan(3.141592653589793*r)
                : tan(3.141592653589793*(r < 0.0 ? -0.5 - r : 0.5 - r));
        }
        """),
    "digamma": Helper(
      needs: ["cot_pi"],
      text: """
        /* The derivative of lgamma: NIST DLMF 5.5 and 5.11; near its root by Taylor's series. */
        static double digamma(double x)
        {
            static const double root[] = {
        \(table(PolyGamma.taylorAtRoot))
            };
            static const double series[] = {
        \(table(PolyGamma.bernoulliOver2k))
            };
            double sum = 0.0, tail = 0.0, reflected = 0.0;
            int k;
            if (x == 0.0) return -1.0/x;
            if (x < 0.0) {
                if (x == floor(x)) return NAN;
                reflected = -3.141592653589793*cot_pi(x);
                x = 1.0 - x;
            }
            if (x > 1.2 && x < 1.75) {
                const double d = (x - 1.4616321449683622) - 9.549995429965697e-17;
                for (k = \(PolyGamma.taylorAtRoot.count - 1); k >= 0; k--) sum = sum*d + root[k];
                return d*sum + reflected;
            }
            for (; x < 12.0; x += 1.0) sum -= 1.0/x;
            for (k = \(PolyGamma.bernoulliOver2k.count - 1); k >= 0; k--) tail = tail*(1.0/x/x) + series[k];
            return sum + log(x) - 0.5/x - tail*(1.0/x/x) + reflected;
        }
        """),
    "polygamma": Helper(
      needs: ["cot_pi", "digamma"],
      text: """
        /* The n-th derivative of digamma: NIST DLMF 5.15 and 25.11(iii). */
        static double polygamma(double n, double x)
        {
            static const double series[] = {
        \(table(PolyGamma.bernoulliOverFactorial))
            };
            double sum = 0.0, tail = 0.0, steps, shifted, ratio, rising, k;
            const int odd = fmod(n, 2.0) == 1.0;
            int j, m;
            if (!(n >= 0.0) || n != floor(n) || n >= 100000.0 || isnan(x)) return NAN;
            if (n == 0.0) return digamma(x);
            if (x == 0.0) return odd ? INFINITY : -1.0/x;
            if (x < 0.0) {
                /* The n-th derivative of pi*cot(pi*x) as a polynomial in c = cot(pi*x). */
                double p[153] = {0.0, 1.0}, q[153];
                const double c = cot_pi(x), mirrored = n > 150.0 ? NAN : polygamma(n, 1.0 - x);
                if (x == floor(x) || n > 150.0) return NAN;
                for (j = 0; j < (int)n; j++) {
                    for (m = 0; m < 153; m++) q[m] = 0.0;
                    for (m = 1; m <= j + 1; m++) {
                        q[m - 1] -= 3.141592653589793*p[m]*m;
                        q[m + 1] -= 3.141592653589793*p[m]*m;
                    }
                    for (m = 0; m < 153; m++) p[m] = q[m];
                }
                for (m = (int)n + 1; m >= 0; m--) sum = sum*c + p[m];
                return (odd ? -mirrored : mirrored) - 3.141592653589793*sum;
            }
            if (x == INFINITY) return odd ? 0.0 : -0.0;
            steps = x < n + 14.0 ? floor(n + 14.0 - x) + 1.0 : 0.0;
            for (k = 0.0; k < steps; k += 1.0) sum += pow(x/(x + k), n + 1.0);
            shifted = x + steps;
            ratio = steps == 0.0 ? 1.0 : pow(x/shifted, n + 1.0);
            rising = (n + 1.0)/shifted;
            for (j = 0; j < \(PolyGamma.bernoulliOverFactorial.count); j++) {
                const double next = n + 2.0 + 2.0*j;
                tail += series[j]*rising;
                rising *= next/shifted*((next + 1.0)/shifted);
            }
            sum = (sum + ratio*(shifted/n + 0.5 + tail))/x;
            for (k = n; k >= 1.0 && sum != 0.0 && sum < INFINITY; k -= 1.0) sum *= k/x;
            return odd ? sum : -sum;
        }
        """),
  ]
}
