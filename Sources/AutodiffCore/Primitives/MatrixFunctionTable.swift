private typealias P = Primitive

/// The rows of functions of matrices that are no quotients: Cholesky's factor, eigenvalues, the exponential and the
/// pseudoinverse.
extension Gate where S: Field {
  /// Source of the derivative: I. Murray, "Differentiation of the Cholesky decomposition" (2016), section 3.1.
  static var chol: Gate {
    .array(
      "chol", "lower triangular L with L @ L' = (A + A')/2; nan where that is not positive definite",
      parameters: ["A"], .definite, latex: #"\operatorname{chol}(#1)"#,
      .factorization(
        FactorizationForm(
          .cholesky, "cholesky", numPy: "cholesky", operations: { n, _ in n * n * n / 3 }
        ) { $0[0].choleskyFactor }),
      .general(
        push: { edge, t in
          let left = edge.output.solve((t + t.transposed) / 2.0)
          return edge.output.matmul(edge.output.solve(left.transposed).transposed.halfTriangle)
        },
        pull: { edge, u in
          let middle = edge.output.transposed.matmul(u).halfTriangle
          let left = S.transposedSolution(edge.output, middle)
          let both = S.transposedSolution(edge.output, left.transposed)
          return (both + both.transposed) / 2.0
        }), domain: "A + A' positive definite",
      says: "the symmetric part of inv(L')*P*inv(L), P the lower half of L'*y_bar",
      changes: "`y @ P`, `P` the lower triangle of `inv(y) @ du @ inv(y)'` with half its diagonal, `du` symmetric")
  }

  /// Source of the derivative: J. R. Magnus, "On differentiating eigenvalues and eigenvectors" (Econometric Theory 1,
  /// 1985). Where k eigenvalues are one, each has the mean of the group's derivatives, as ties have.
  static var eigvals: Gate {
    .array(
      "eigvals", "eigenvalues of (A + A')/2, ascending", parameters: ["A"], .spectrum,
      convention: "the mean of their derivatives to each of k equal eigenvalues", kink: .equalEigenvalues,
      latex: #"\operatorname{eigvals}(#1)"#,
      .factorization(
        FactorizationForm(
          .eigenvalues, "eigenvalues", numPy: "eigenvalues", room: { 2 * $0 * $0 },
          operations: { n, _ in 12 * n * n * n }
        ) { Tensor(Shape([$0[0].shape.lengths[0]]), SymmetricEigen($0[0]).values) }),
      .general(
        push: { edge, t in
          let vectors = edge.operand.eigenvectors
          return edge.output.equalGroups.matmul((vectors * t.matmul(vectors)).sum(.axis(0)))
        },
        pull: { edge, u in
          let vectors = edge.operand.eigenvectors
          return (vectors * edge.output.equalGroups.matmul(u)).matmul(vectors.transposed)
        }), says: "V*diag(y_bar)*V', V the eigenvectors",
      changes: "the diagonal of `V' @ du @ V`, `V` the eigenvectors of `u`, `du` symmetric")
  }

  /// Source of the derivative: J. R. Magnus, as of `eigvals`.
  static var eigenvectors: Gate {
    .array(
      "eigenvectors", "eigenvectors of (A + A')/2 as columns, in the order of eigvals", parameters: ["A"],
      .eigenvectors, latex: #"\operatorname{eigenvectors}(#1)"#,
      .factorization(
        FactorizationForm(
          .eigenvectors, "eigenvectors", numPy: "eigenvectors", operations: { n, _ in 12 * n * n * n }
        ) { Tensor($0[0].shape, SymmetricEigen($0[0]).vectors) }),
      .general(
        push: { edge, t in
          let (vectors, gaps) = (edge.output, edge.operand.eigenvalueGaps)
          let symmetric = (t + t.transposed) / 2.0
          return vectors.matmul(gaps * vectors.transposed.matmul(symmetric.matmul(vectors)))
        },
        pull: { edge, u in
          let (vectors, gaps) = (edge.output, edge.operand.eigenvalueGaps)
          let sent = vectors.matmul(gaps * vectors.transposed.matmul(u)).matmul(vectors.transposed)
          return (sent + sent.transposed) / 2.0
        }), domain: "A + A' with eigenvalues that differ",
      says: "the symmetric part of V*(F*(V'*y_bar))*V', F the 1/(λj - λi)",
      changes:
        "`y @ F`, `F` the elements of `y' @ du @ y` over the differences of their eigenvalues, 0 on the diagonal, `du` symmetric"
    )
  }

  /// Source of the derivative: I. Najfeld and T. F. Havel, "Derivatives of the matrix exponential and their computation"
  /// (Advances in Applied Mathematics 16, 1995): a block of the exponential of a matrix of twice as many rows.
  static var expm: Gate {
    .array(
      "expm", "exponential of a matrix, by scaling and squaring", parameters: ["A"], .matrixFunction, latex: "e^{#1}",
      .composition(
        ArrayComposition(isSmooth: true, value: { x, _ in MatrixExponential.value(x[0]) }) { x, _ in
          MatrixExponential.form(x[0])
        }),
      .general(
        push: { edge, t in edge.operand.exponentialChange(along: t) },
        pull: { edge, u in edge.operand.transposed.exponentialChange(along: u) }),
      says: "the upper right block of expm([A', y_bar; 0, A'])")
  }

  /// Source of the derivative: G. H. Golub and V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least
  /// squares problems whose variables separate" (SIAM J. Numer. Anal. 10, 1973), equation 4.12: that of matrices of the
  /// same rank. The composition is that of matrices of full rank.
  static var pinv: Gate {
    .array(
      "pinv", "pseudoinverse of a matrix, by its singular values", parameters: ["A"], .pseudoinverse,
      latex: "{#1}^{+}",
      .composition(
        ArrayComposition(isSmooth: true, value: { x, _ in x[0].pseudoinverse }) { x, _ in Pseudoinverse.form(x[0]) }),
      .general(
        push: { edge, t in Pseudoinverse.push(edge, t) }, pull: { edge, u in Pseudoinverse.pull(edge, u) }),
      domain: "every A; derivatives are those of matrices of the same rank",
      says: "-P'*y_bar*P' + (I - A*P)*y_bar'*P*P' + P'*P*y_bar'*(I - P*A), P = pinv(A)")
  }
}

extension Kink where S: Field {
  /// The kinks of eigenvalues, where two of them are one.
  static var equalEigenvalues: Kink {
    func values(_ elements: [Double]) -> [Double] {
      let n = Int(Double(elements.count).squareRoot())
      return SymmetricEigen(Tensor(Shape([n, n]), elements)).values
    }
    return Kink(
      .kink, at: { _ in 0.0 }, piece: { _ in 0 },
      inLanes: { edge in
        let row = edge.output
        let groups = P.equal(row.reshaped(to: Shape([row.shape.count, 1])), row)
        return P.greater(groups.sum(.axis(0)), 1.0)
      }, side: { OneSided.still($0.first?.value ?? 0) })
  }
}

extension Field {
  /// The lower triangle with half of the diagonal.
  fileprivate var halfTriangle: Self {
    let lower = Self.apply(ArrayOperation(.tril, shape: shape), [self])
    let half = diagonal(shape: Shape([shape.lengths[0]])).diagonal(shape: shape)
    return lower - half / 2.0
  }

  /// The eigenvectors of the symmetric part, as columns.
  fileprivate var eigenvectors: Self { Self.apply(ArrayOperation(.eigenvectors, shape: shape), [self]) }

  /// 1/(λⱼ - λᵢ) for two eigenvalues of the symmetric part, and 0 on the diagonal.
  fileprivate var eigenvalueGaps: Self {
    let n = shape.lengths[0]
    let row = Self.apply(ArrayOperation(.eigvals, shape: Shape([n])), [self])
    let unit = Self.apply(ArrayOperation(.eye, shape: Shape([n, n])), [])
    return 1.0 / (row - row.reshaped(to: Shape([n, 1])) + unit) - unit
  }

  /// The matrix by which each number becomes the mean of those whose places here have equal numbers.
  fileprivate var equalGroups: Self {
    let equal = P.equal(reshaped(to: Shape([shape.count, 1])), self)
    return equal / equal.sum(.axis(0))
  }

  /// Returns the derivative of the exponential along a direction.
  fileprivate func exponentialChange(along direction: Self) -> Self {
    let n = shape.lengths[0]
    let zeros = Self.apply(ArrayOperation(.zeros, shape: shape), [])
    let wide = Shape([n, 2 * n])
    let upper = Self.apply(.join(axis: 1, shape: wide), [self, direction])
    let lower = Self.apply(.join(axis: 1, shape: wide), [zeros, self])
    let square = Shape([2 * n, 2 * n])
    let blocks = Self.apply(.join(axis: 0, shape: square), [upper, lower])
    return Self.apply(ArrayOperation(.expm, shape: square), [blocks]).sliced([.range(0..<n), .range(n..<2 * n)])
  }
}

private enum Pseudoinverse {
  private static func identity<S: Field>(_ n: Int) -> S { S.apply(ArrayOperation(.eye, shape: Shape([n, n])), []) }

  /// Returns the pseudoinverse of a matrix of full rank, by normal equations and a step of G. Schulz's iteration
  /// (Zeitschrift für angewandte Mathematik und Mechanik 13, 1933), which takes back their rounding.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func form<S: Field>(_ a: S) -> S {
    let (rows, columns) = (a.shape.lengths[0], a.shape.lengths[1])
    if rows < columns {
      let first = a.matmul(a.transposed).solve(a).transposed
      return first + first.matmul(identity(rows) - a.matmul(first))
    }
    let first = a.transposed.matmul(a).solve(a.transposed)
    return first + (identity(columns) - first.matmul(a)).matmul(first)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func push<S: Field>(_ edge: ArrayEdge<S>, _ t: S) -> S {
    let (a, p) = (edge.operand, edge.output)
    let (rows, columns) = (a.shape.lengths[0], a.shape.lengths[1])
    let outside = p.matmul(p.transposed).matmul(t.transposed).matmul(identity(rows) - a.matmul(p))
    let inside = (identity(columns) - p.matmul(a)).matmul(t.transposed).matmul(p.transposed).matmul(p)
    return outside + inside - p.matmul(t).matmul(p)
  }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  static func pull<S: Field>(_ edge: ArrayEdge<S>, _ u: S) -> S {
    let (a, p) = (edge.operand, edge.output)
    let (rows, columns) = (a.shape.lengths[0], a.shape.lengths[1])
    let outside = (identity(rows) - a.matmul(p)).matmul(u.transposed).matmul(p).matmul(p.transposed)
    let inside = p.transposed.matmul(p).matmul(u.transposed).matmul(identity(columns) - p.matmul(a))
    return outside + inside - p.transposed.matmul(u).matmul(p.transposed)
  }
}
