/// The eigenvalues and eigenvectors of the symmetric part of a matrix, by Jacobi's rotations.
///
/// Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §8.5.
struct SymmetricEigen {
  /// The eigenvalues in ascending order. Those that rounding does not tell apart are equal.
  private(set) var values: [Double] = []
  /// The eigenvectors, each a column in the order of the eigenvalues, row by row.
  private(set) var vectors: [Double]
  /// The number of sweeps over all pairs of rows that were needed.
  private(set) var sweeps = 0
  private let n: Int
  private var matrix: [Double]
  /// A Boolean value for each row indicating whether it was rotated at all, so that its eigenvalue is rounded.
  private var isRotated: [Bool]

  /// The number of sweeps after which rotations have always ended.
  private static let mostSweeps = 60
  /// The quotient of an element and those on the diagonal below which it is 0 but for rounding.
  private static let negligible = 0x1p-54

  /// Finds the eigenvalues of (A + Aᵀ)/2; all is nan where an element is not finite.
  init(_ a: Tensor) {
    n = a.shape.lengths[0]
    let (n, elements) = (n, a.elements)
    matrix = (0..<n * n).map { 0.5 * elements[$0] + 0.5 * elements[$0 % n * n + $0 / n] }
    vectors = Tensor.identity(n).elements
    isRotated = Array(repeating: false, count: n)
    guard matrix.allSatisfy(\.isFinite) else {
      values = Array(repeating: .nan, count: n)
      vectors = Array(repeating: .nan, count: n * n)
      return
    }
    while sweeps < Self.mostSweeps, sweep() { sweeps += 1 }
    sort()
    turn()
    join()
  }

  /// Rotates each pair of rows once.
  ///
  /// - Returns: False if no pair needed it.
  private mutating func sweep() -> Bool {
    var rotates = false
    for p in 0..<n {
      for q in p + 1..<max(n, p + 1) {
        let (a, b, c) = (matrix[p * n + p], matrix[q * n + q], matrix[p * n + q])
        if c == 0 || c.magnitude <= Self.negligible * (a.magnitude.squareRoot() * b.magnitude.squareRoot()) { continue }
        rotate(p, q)
        rotates = true
      }
    }
    return rotates
  }

  /// Makes the element of two rows 0.
  private mutating func rotate(_ p: Int, _ q: Int) {
    let theta = (matrix[q * n + q] - matrix[p * n + p]) / (2 * matrix[p * n + q])
    let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
    let cosine = 1 / (t * t + 1).squareRoot()
    let sine = t * cosine
    let change = t * matrix[p * n + q]
    let (first, second) = (matrix[p * n + p] - change, matrix[q * n + q] + change)
    for k in 0..<n {
      let (x, y) = (matrix[p * n + k], matrix[q * n + k])
      (matrix[p * n + k], matrix[q * n + k]) = (cosine * x - sine * y, sine * x + cosine * y)
      (matrix[k * n + p], matrix[k * n + q]) = (matrix[p * n + k], matrix[q * n + k])
      let (u, v) = (vectors[k * n + p], vectors[k * n + q])
      (vectors[k * n + p], vectors[k * n + q]) = (cosine * u - sine * v, sine * u + cosine * v)
    }
    (matrix[p * n + p], matrix[q * n + q]) = (first, second)
    (matrix[p * n + q], matrix[q * n + p]) = (0, 0)
    (isRotated[p], isRotated[q]) = (true, true)
  }

  private mutating func sort() {
    let order = (0..<n).sorted { (matrix[$0 * n + $0], $0) < (matrix[$1 * n + $1], $1) }
    values = order.map { matrix[$0 * n + $0] }
    isRotated = order.map { isRotated[$0] }
    let unsorted = vectors
    for row in 0..<n { for column in 0..<n { vectors[row * n + column] = unsorted[row * n + order[column]] } }
  }

  /// Gives each eigenvector the sign with which the first of its great elements is positive.
  private mutating func turn() {
    for column in 0..<n {
      let places = (0..<n).map { $0 * n + column }
      let greatest = places.reduce(0) { max($0, vectors[$1].magnitude) }
      guard let first = places.first(where: { vectors[$0].magnitude > 0.5 * greatest }), vectors[first] < 0 else {
        continue
      }
      for place in places { vectors[place] = -vectors[place] }
    }
  }

  /// Makes eigenvalues equal whose difference is that of rounding.
  private mutating func join() {
    let scale = max(values.first?.magnitude ?? 0, values.last?.magnitude ?? 0)
    let tolerance = Double(n) * scale * 0x1p-51
    var start = 0
    for end in 1...max(n, 1) {
      if end < n, values[end] - values[end - 1] <= tolerance, isRotated[end], isRotated[end - 1] { continue }
      if end - start > 1 {
        var sum = CarefulSum()
        for place in start..<end { sum.add(values[place] / Double(end - start)) }
        for place in start..<end { values[place] = sum.value }
      }
      start = end
    }
  }
}
