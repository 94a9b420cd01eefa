/// Linear algebra in Swift; the parameters that tell where arrays begin are the calls' common form.
extension SwiftDialect {
  static let matrixHelpers: [String: Helper] = [
    "eliminate": Helper(
      text: """
        /// Gauss's elimination with pivots by columns; y, n by width, goes along. -1 where rows were swapped oddly.
        private func eliminate(_ a: inout [Double], _ y: inout [Double], _ n: Int, _ width: Int) -> Double {
            var sign = 1.0
            for k in 0..<n {
                var best = k, largest = -1.0
                for i in k..<n {
                    let size = abs(a[i*n + k])
                    if size > largest || size.isNaN { (best, largest) = (i, size) }
                }
                if best != k {
                    for j in 0..<n { a.swapAt(k*n + j, best*n + j) }
                    for j in 0..<width { y.swapAt(k*width + j, best*width + j) }
                    sign = -sign
                }
                if a[k*n + k] == 0.0 { continue }
                for i in (k + 1)..<max(n, k + 1) {
                    let factor = a[i*n + k]/a[k*n + k]
                    for j in (k + 1)..<n { a[i*n + j] -= factor*a[k*n + j] }
                    for j in 0..<width { y[i*width + j] -= factor*y[k*width + j] }
                }
            }
            return sign
        }
        """),
    "determinant": Helper(
      needs: ["eliminate", "product"],
      text: """
        private func determinant(_ x: [Double], _ start: Int, _ n: Int) -> Double {
            var a = Array(x[start..<(start + n*n)]), none: [Double] = []
            let sign = eliminate(&a, &none, n, 0)
            return sign*product(a, 0, n, n + 1) + 0.0
        }
        """),
    "log_determinant": Helper(
      needs: ["eliminate"],
      text: """
        private func log_determinant(_ x: [Double], _ start: Int, _ n: Int) -> Double {
            var a = Array(x[start..<(start + n*n)]), none: [Double] = []
            var sign = eliminate(&a, &none, n, 0), total = 0.0
            for i in 0..<n {
                if a[i*(n + 1)] < 0.0 { sign = -sign }
                total += log(abs(a[i*(n + 1)]))
            }
            return sign > 0.0 || total == -Double.infinity ? total : Double.nan
        }
        """),
    "solve": Helper(
      needs: ["eliminate"],
      text: """
        /// The y with a@y = b, n by width; nan where a is singular.
        private func solve(
            _ x: [Double], _ start: Int, _ b: [Double], _ begin: Int, _ y: inout [Double], _ first: Int, _ n: Int,
            _ width: Int
        ) {
            var a = Array(x[start..<(start + n*n)]), z = Array(b[begin..<(begin + n*width)])
            _ = eliminate(&a, &z, n, width)
            let pivots = (0..<n).map { a[$0*(n + 1)] }
            let isRegular = pivots.allSatisfy { $0 != 0.0 && $0.isFinite }
            for i in (0..<n).reversed() {
                for j in 0..<width {
                    for k in (i + 1)..<max(n, i + 1) { z[i*width + j] -= a[i*n + k]*z[k*width + j] }
                    z[i*width + j] = isRegular ? z[i*width + j]/pivots[i] : Double.nan
                }
            }
            y.replaceSubrange(first..<(first + n*width), with: z)
        }
        """),
    "inverse": Helper(
      needs: ["solve"],
      text: """
        private func inverse(_ x: [Double], _ start: Int, _ y: inout [Double], _ first: Int, _ n: Int) {
            let identity = (0..<(n*n)).map { $0 % (n + 1) == 0 ? 1.0 : 0.0 }
            solve(x, start, identity, 0, &y, first, n, n)
        }
        """),
    "cofactors": Helper(
      text: """
        /// The gradient of the determinant, from factors with complete pivoting, so that singular matrices are no
        /// special case: G. W. Stewart, "On the adjugate matrix" (1998).
        private func cofactors(_ x: [Double], _ start: Int, _ y: inout [Double], _ first: Int, _ n: Int) {
            var a = Array(x[start..<(start + n*n)]), sums = a.map { abs($0) }
            var result = [Double](repeating: 0.0, count: n*n)
            defer { y.replaceSubrange(first..<(first + n*n), with: result) }
            if n == 1 { return result = [1.0] }
            if n == 2 { return result = [a[3], -a[2], -a[1], a[0]] }
            if !a.allSatisfy({ $0.isFinite }) { return result = result.map { _ in Double.nan } }
            var rows = Array(0..<n), columns = Array(0..<n), sign = 1.0, rank = 0
            for k in 0..<n {
                var row = k, column = k, largest = 0.0
                for i in k..<n {
                    for j in k..<n where abs(a[i*n + j]) > largest { (row, column, largest) = (i, j, abs(a[i*n + j])) }
                }
                if largest == 0.0 { break }
                rank += 1
                if row != k {
                    for j in 0..<n {
                        a.swapAt(k*n + j, row*n + j)
                        sums.swapAt(k*n + j, row*n + j)
                    }
                    rows.swapAt(k, row)
                    sign = -sign
                }
                if column != k {
                    for i in 0..<n {
                        a.swapAt(i*n + k, i*n + column)
                        sums.swapAt(i*n + k, i*n + column)
                    }
                    columns.swapAt(k, column)
                    sign = -sign
                }
                for i in (k + 1)..<max(n, k + 1) {
                    let factor = a[i*n + k]/a[k*n + k]
                    a[i*n + k] = factor
                    for j in (k + 1)..<n {
                        // Far below the last digit of what was summed, what is left is rounding.
                        let change = factor*a[k*n + j]
                        let rest = a[i*n + j] - change
                        sums[i*n + j] += abs(change)
                        a[i*n + j] = abs(rest) <= sums[i*n + j]*0x1p-50 ? 0.0 : rest
                    }
                }
                for j in (k + 1)..<max(n, k + 1) { a[k*n + j] /= a[k*n + k] }
            }
            if rank + 1 < n { return }
            let pivots = (0..<n).map { $0 < rank ? a[$0*(n + 1)] : 0.0 }
            for i in 0..<n {
                sums.replaceSubrange((i*n)..<(i*n + n), with: (0..<n).map { $0 == i ? 1.0 : 0.0 })
                for k in 0..<i {
                    for j in 0...k { sums[i*n + j] -= a[k*n + i]*sums[k*n + j] }
                }
            }
            for i in 0..<n {
                var weight = sign
                for k in 0..<n where k != i { weight *= pivots[k] }
                for j in 0..<n { sums[i*n + j] *= weight }
            }
            for i in (0..<n).reversed() {
                for k in (i + 1)..<max(n, i + 1) {
                    for j in 0..<n { sums[i*n + j] -= a[k*n + i]*sums[k*n + j] }
                }
            }
            for i in 0..<n {
                for j in 0..<n { result[rows[i]*n + columns[j]] = sums[i*n + j] }
            }
        }
        """),
  ]
}
