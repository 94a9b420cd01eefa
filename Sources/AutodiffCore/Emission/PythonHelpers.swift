/// Functions of numbers that NumPy does not have.
extension PythonDialect {
  static let scalarHelpers: [String: Helper] = [
    "erf": Helper(text: #"erf = np.vectorize(math.erf, otypes=[float])"#),
    "erfc": Helper(text: #"erfc = np.vectorize(math.erfc, otypes=[float])"#),
    "gamma": Helper(
      text: """
        @np.vectorize
        def gamma(x):
            if x == 0.0:
                return math.copysign(math.inf, x)
            try:
                return math.gamma(x)
            except OverflowError:
                return math.copysign(math.inf, x)
            except ValueError:
                return math.nan
        """),
    "lgamma": Helper(
      text: """
        @np.vectorize
        def lgamma(x):
            try:
                return math.lgamma(x)
            except (OverflowError, ValueError):
                return math.inf
        """),
    "cot_pi": Helper(
      text: """
        def cot_pi(x):
            r = np.float64(x - np.rint(x))
            if abs(r) <= 0.25:
                return 1.0/np.tan(math.pi*r)
            return np.tan(math.pi*(-0.5 - r if r < 0.0 else 0.5 - r))
        """),
    "digamma": Helper(
      needs: ["cot_pi"],
      text: """
        def digamma_of(x):
            # The derivative of lgamma: NIST DLMF 5.5 and 5.11; near its root by Taylor's series.
            x, reflected, total = np.float64(x), 0.0, 0.0
            if x == 0.0 or np.isnan(x):
                return -1.0/x
            if x < 0.0:
                if x == np.floor(x):
                    return math.nan
                x, reflected = 1.0 - x, -math.pi*cot_pi(x)
            if 1.2 < x < 1.75:
                d = (x - 1.4616321449683622) - 9.549995429965697e-17
                for c in reversed((
        \(table(PolyGamma.taylorAtRoot))
                )):
                    total = total*d + c
                return d*total + reflected
            while x < 12.0:
                total -= 1.0/x
                x += 1.0
            u, tail = 1.0/x/x, 0.0
            for c in reversed((
        \(table(PolyGamma.bernoulliOver2k))
            )):
                tail = tail*u + c
            return total + np.log(x) - 0.5/x - tail*u + reflected


        digamma = np.vectorize(digamma_of, otypes=[float])
        """),
    "polygamma": Helper(
      needs: ["cot_pi", "digamma"],
      text: """
        def polygamma_of(n, x):
            # The n-th derivative of digamma: NIST DLMF 5.15 and 25.11(iii).
            x = np.float64(x)
            if not 0.0 <= n < 100000.0 or n != math.floor(n) or np.isnan(x):
                return math.nan
            if n == 0.0:
                return digamma_of(x)
            odd = n % 2.0 == 1.0
            if x == 0.0:
                return math.inf if odd else -1.0/x
            if x < 0.0:
                if x == np.floor(x) or n > 150.0:
                    return math.nan
                # The n-th derivative of pi*cot(pi*x) as a polynomial in c = cot(pi*x).
                p, c, total = [0.0, 1.0], cot_pi(x), 0.0
                for _ in range(int(n)):
                    q = [0.0]*(len(p) + 1)
                    for power in range(1, len(p)):
                        q[power - 1] -= math.pi*p[power]*power
                        q[power + 1] -= math.pi*p[power]*power
                    p = q
                for coefficient in reversed(p):
                    total = total*c + coefficient
                mirrored = polygamma_of(n, 1.0 - x)
                return (-mirrored if odd else mirrored) - math.pi*total
            if x == math.inf:
                return 0.0 if odd else -0.0
            steps = math.floor(n + 14.0 - x) + 1.0 if x < n + 14.0 else 0.0
            total, k = 0.0, 0.0
            while k < steps:
                total += np.power(x/(x + k), n + 1.0)
                k += 1.0
            shifted = x + steps
            ratio = np.power(x/shifted, n + 1.0) if steps else 1.0
            tail, rising, following = 0.0, (n + 1.0)/shifted, n + 2.0
            for c in (
        \(table(PolyGamma.bernoulliOverFactorial))
            ):
                tail += c*rising
                rising *= following/shifted*((following + 1.0)/shifted)
                following += 2.0
            total = (total + ratio*(shifted/n + 0.5 + tail))/x
            k = n
            while k >= 1.0 and 0.0 < total < math.inf:
                total *= k/x
                k -= 1.0
            return total if odd else -total


        polygamma = np.vectorize(polygamma_of, otypes=[float])
        """),
  ]

  private static func table(_ numbers: [Double]) -> String { CDialect.table(numbers, indent: "            ") }
}
