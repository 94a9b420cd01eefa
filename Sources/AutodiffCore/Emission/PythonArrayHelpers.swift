/// Operations on whole arrays that NumPy does not have, or has with other edges.
extension PythonDialect {
  static let arrayHelpers: [String: Helper] = [
    "scatter": Helper(
      text: """
        def scatter(x, shape, place):
            result = np.zeros(shape)
            result[place] = x
            return result
        """),
    "gather": Helper(
      text: """
        def gather(x, places):
            # Places count from 1; what is none gives nan.
            fits = (places == np.floor(places)) & (places >= 1) & (places <= len(x))
            parts = np.asarray(x)[np.where(fits, places, 1).astype(int) - 1]
            return np.where(np.reshape(fits, np.shape(fits) + (1,)*(np.ndim(x) - 1)), parts, np.nan)[()]
        """),
    "scatter_sum": Helper(
      text: """
        def scatter_sum(x, places, shape):
            result = np.zeros(shape)
            fits = (places == np.floor(places)) & (places >= 1) & (places <= len(result))
            np.add.at(result, np.where(fits, places, 1).astype(int)[fits] - 1, np.asarray(x)[fits])
            return result
        """),
    "window_places": Helper(
      text: """
        def window_places(whole, lengths, stride):
            # The places along the last axes at which each window has one of its elements.
            ends = [n - k + 1 for n, k in zip(whole, lengths)]
            for place in np.ndindex(*lengths):
                yield (slice(None),) + tuple(slice(p, p + n, stride) for p, n in zip(place, ends))
        """),
    "windows": Helper(
      needs: ["window_places"],
      text: """
        def windows(x, lengths, stride):
            return np.stack([x[place] for place in window_places(x.shape[1:], lengths, stride)], axis=1)
        """),
    "overlaps": Helper(
      needs: ["window_places"],
      text: """
        def overlaps(x, lengths, stride, shape):
            result = np.zeros(shape)
            for number, place in enumerate(window_places(shape[1:], lengths, stride)):
                result[place] += x[:, number]
            return result
        """),
    "order": Helper(
      text: """
        def order(x, axis):
            return np.argsort(x, axis=axis, kind="stable") + 1.0
        """),
    "places_of_leaders": Helper(
      text: """
        def places_of_leaders(x, axis):
            # Of equal elements the first leads, and nan is greater than every number.
            lanes = np.moveaxis(x, axis, -1)
            top = np.maximum.accumulate(lanes, axis=-1)[..., :-1]
            leads = np.ones(lanes.shape, dtype=bool)
            leads[..., 1:] = (lanes[..., 1:] > top) | (np.isnan(lanes[..., 1:]) & ~np.isnan(top))
            places = np.where(leads, np.arange(1.0, lanes.shape[-1] + 1.0), 0.0)
            return np.moveaxis(np.maximum.accumulate(places, axis=-1), -1, axis)
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
    "product_of_others": Helper(
      text: """
        def product_of_others(x, axis):
            # From the products of all before and of all behind, with what leaves the range as an exponent.
            rows = np.moveaxis(x, axis, 0)
            def before(rows):
                products, total, exponent = [], np.ones(rows.shape[1:]), np.zeros(rows.shape[1:], dtype=np.int64)
                for row in rows:
                    products.append((total, exponent))
                    fraction, first = np.frexp(row)
                    total, second = np.frexp(total*fraction)
                    exponent = exponent + first + second
                return products
            pairs = zip(before(rows), before(rows[::-1])[::-1])
            result = [np.ldexp(x*y, np.clip(i + j, -9999, 9999)) for (x, i), (y, j) in pairs]
            return np.moveaxis(np.array(result), 0, axis)
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
    "cholesky": Helper(
      text: """
        def cholesky(a):
            try:
                return np.linalg.cholesky((a + a.T)/2.0)
            except np.linalg.LinAlgError:
                return np.full(a.shape, np.nan)
        """),
    "eigenvalues": Helper(
      text: """
        def eigenvalues(a):
            return np.linalg.eigvalsh((a + a.T)/2.0) if np.all(np.isfinite(a)) else np.full(len(a), np.nan)
        """),
    "eigenvectors": Helper(
      text: """
        def eigenvectors(a):
            if not np.all(np.isfinite(a)):
                return np.full(a.shape, np.nan)
            v = np.linalg.eigh((a + a.T)/2.0)[1]
            great = np.argmax(np.abs(v) > 0.5*np.max(np.abs(v), axis=0), axis=0)
            return v*np.where(v[great, np.arange(len(v))] < 0.0, -1.0, 1.0)
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
