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

  static let arrayHelpers: [String: Helper] = [
    "scatter": Helper(
      text: """
        def scatter(x, shape, place):
            result = np.zeros(shape)
            result[place] = x
            return result
        """),
    "product": Helper(
      text: """
        def product(x, axis=None):
            # What leaves the range on the way is kept as an exponent.
            rows = np.reshape(x, -1) if axis is None else np.moveaxis(x, axis, 0)
            total, exponent = np.float64(1.0), np.int64(0)
            for row in rows:
                fraction, first = np.frexp(row)
                total, second = np.frexp(total*fraction)
                exponent = exponent + first + second
            return np.ldexp(total, np.clip(exponent, -9999, 9999))
        """),
    "norm": Helper(
      text: """
        def norm(x, axis=None):
            largest = np.max(np.abs(x), axis=axis, keepdims=True)
            usable = np.logical_and(largest > 0.0, largest < np.inf)
            scale = np.ldexp(1.0, np.maximum(np.frexp(np.where(usable, largest, 1.0))[1], -1000))
            length = np.sqrt(np.sum((x/scale)**2, axis=axis, keepdims=True))*scale
            return np.squeeze(np.where(usable, length, largest), axis=axis)
        """),
    "variance": Helper(
      text: """
        def variance(x, axis=None):
            # Of the differences to the mean, whose own sum takes back the mean's rounding.
            rest = x - np.mean(x, axis=axis, keepdims=True)
            return np.maximum(np.mean(rest*rest, axis=axis) - np.mean(rest, axis=axis)**2, 0.0)
        """),
    "logsumexp": Helper(
      text: """
        def logsumexp(x, axis=None):
            axis, x = (0, np.reshape(x, -1)) if axis is None else (axis, x)
            place = np.expand_dims(np.argmax(x, axis=axis), axis)
            top = np.take_along_axis(x, place, axis)
            others = np.exp(x - top)
            # The 1 of the largest would swallow the others' digits.
            np.put_along_axis(others, place, 0.0, axis)
            total = top + np.log1p(np.sum(others, axis=axis, keepdims=True))
            return np.squeeze(np.where(np.isfinite(top), total, top), axis=axis)
        """),
    "leader": Helper(
      text: """
        def leader(x, axis):
            # The largest; nan where the others have no ratio to it.
            top = np.max(x, axis=axis, keepdims=True)
            alone = np.logical_and(top == np.inf, np.sum(x == top, axis=axis, keepdims=True) == 1)
            return np.where(np.logical_or(np.isfinite(top), alone), top, np.nan)
        """),
    "softmax": Helper(
      needs: ["leader"],
      text: """
        def softmax(x, axis):
            top = leader(x, axis)
            powers = np.exp(np.where(x == top, 0.0, x - top))
            return powers/np.sum(powers, axis=axis, keepdims=True)
        """),
    "log_softmax": Helper(
      needs: ["leader", "logsumexp"],
      text: """
        def log_softmax(x, axis):
            top = leader(x, axis)
            rest = np.where(x == top, 0.0, x - top)
            return rest - np.expand_dims(logsumexp(rest, axis), axis)
        """),
    "log_determinant": Helper(
      text: """
        def log_determinant(x):
            sign, size = np.linalg.slogdet(x)
            return size if sign > 0.0 or size == -np.inf else np.nan
        """),
    "solve": Helper(
      text: """
        def solve(a, b):
            try:
                return np.linalg.solve(a, b)
            except np.linalg.LinAlgError:
                return np.full(b.shape, np.nan)
        """),
    "inverse": Helper(
      text: """
        def inverse(a):
            try:
                return np.linalg.inv(a)
            except np.linalg.LinAlgError:
                return np.full(a.shape, np.nan)
        """),
    "cofactors": Helper(
      text: """
        def cofactors(x):
            # The gradient of the determinant, from factors with complete pivoting, so that singular matrices are no
            # special case: G. W. Stewart, "On the adjugate matrix" (1998).
            n = len(x)
            if n == 1:
                return np.ones((1, 1))
            if n == 2:
                return np.array([[x[1, 1], -x[1, 0]], [-x[0, 1], x[0, 0]]])
            if not np.all(np.isfinite(x)):
                return np.full((n, n), np.nan)
            a, sums, rows, columns, sign, rank = x.copy(), np.abs(x), np.arange(n), np.arange(n), 1.0, 0
            for k in range(n):
                i, j = np.unravel_index(np.argmax(np.abs(a[k:, k:])), (n - k, n - k))
                if a[k + i, k + j] == 0.0:
                    break
                rank += 1
                for lines, other in ((a, k + i), (sums, k + i), (rows, k + i), (a.T, k + j), (sums.T, k + j),
                                     (columns, k + j)):
                    lines[[k, other]] = lines[[other, k]]
                sign *= (-1.0 if i else 1.0)*(-1.0 if j else 1.0)
                a[k + 1:, k] /= a[k, k]
                change = np.outer(a[k + 1:, k], a[k, k + 1:])
                sums[k + 1:, k + 1:] += np.abs(change)
                rest = a[k + 1:, k + 1:] - change
                # Far below the last digit of what was summed, what is left is rounding.
                a[k + 1:, k + 1:] = np.where(np.abs(rest) <= sums[k + 1:, k + 1:]*2.0**-50, 0.0, rest)
                a[k, k + 1:] /= a[k, k]
            result = np.zeros((n, n))
            if rank + 1 < n:
                return result
            pivots = np.where(np.arange(n) < rank, np.diag(a), 0.0)
            y = np.eye(n)
            for i in range(n):
                y[i] -= a[:i, i] @ y[:i]
            for i in range(n):
                y[i] *= sign*np.prod(np.delete(pivots, i))
            for i in reversed(range(n)):
                y[i] -= a[i + 1:, i] @ y[i + 1:]
            result[np.ix_(rows, columns)] = y
            return result
        """),
  ]
}
