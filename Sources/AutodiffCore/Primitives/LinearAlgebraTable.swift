/// The rows of square matrices' determinants and inverses.
extension Gate where S: Field {
  static var det: Gate {
    .array(
      "det", "determinant, by LU factorisation", parameters: ["A"], .determinant, latex: #"\det(#1)"#,
      .factorization(
        FactorizationForm(.determinant, "determinant", numPy: "np.linalg.det") { x in
          .scalar(Factorization(x[0]).determinant + 0)
        }), .gradient { $0.operand.cofactors },
      says: "the cofactors of A, which are det(A)*inv(A)' where A is regular")
  }

  static var inv: Gate {
    .array(
      "inv", "inverse, by LU factorisation", parameters: ["A"], .inverse, latex: "{#1}^{-1}",
      .factorization(
        FactorizationForm(.inverse, "inverse", numPy: "inverse", operations: { n, _ in 2 * n * n * n }) { x in
          Factorization(x[0]).inverse
        }),
      .general(
        push: { edge, t in -(edge.output.matmul(t).matmul(edge.output)) },
        pull: { edge, u in -S.product(S.product(transposed: edge.output, u), transposed: edge.output) }))
  }

  static var solve: Gate {
    .array(
      "solve", "x with A @ x = b, by LU factorisation", arity: .exactly(2), parameters: ["A", "b"], .solution,
      latex: "{#1}^{-1} #2",
      .factorization(
        // Each column of a right-hand side takes 2 n² more than the factors.
        FactorizationForm(
          .solution, "solve", numPy: "solve", operations: { n, results in 2 * n * n * n / 3 + 2 * n * results }
        ) { x in Factorization(x[0]).solve(x[1]) }),
      .general(
        push: { edge, t in
          let matrix = edge.operands[0]
          return edge.place == 1 ? matrix.solve(t) : -matrix.solve(t.matmul(edge.output))
        },
        pull: { edge, u in
          let right = S.transposedSolution(edge.operands[0], u)
          if edge.place == 1 { return right }
          return -(u.shape.rank == 1 ? right.outer(edge.output) : S.product(right, transposed: edge.output))
        }))
  }

  static var logdet: Gate {
    .array(
      "logdet", "log of the determinant, without overflow; nan where it is negative", parameters: ["A"],
      .determinant, latex: #"\ln\det(#1)"#,
      .factorization(
        FactorizationForm(.logDeterminant, "log_determinant", numPy: "log_determinant") { x in
          .scalar(Factorization(x[0]).logDeterminant)
        }), .gradient { edge in edge.operand.inverse.transposed.defined(where: edge.output) }, domain: "det(A) > 0")
  }

  // MARK: - Hidden

  static var cofactors: Gate {
    .hiddenArray(
      "gradient of the determinant", written: .named("cofactors"),
      .factorization(
        FactorizationForm(
          .cofactors, "cofactors", numPy: "cofactors", room: { 2 * $0 * $0 + 4 * $0 },
          operations: { n, _ in 2 * n * n * n }
        ) { $0[0].cofactors }),
      .general(
        push: { edge, t in edge.operand.cofactorChange(along: t) },
        pull: { edge, u in edge.operand.cofactorChange(along: u) }))
  }

  /// The second derivative of the determinant, which emitted code needs only for a program that has cofactors of its own:
  /// it is written as its composition there, which is that of regular matrices.
  static var cofactorChange: Gate {
    .hiddenArray(
      "change of the cofactors", written: .named("cofactor_change"),
      .composition(
        ArrayComposition(value: { x, _ in x[0].cofactorChange(along: x[1]) }) { x, _ in
          let inverse = x[0].inverse.transposed
          let trace = (inverse * x[1]).total
          return x[0].determinant * (trace * inverse - inverse.matmul(x[1].transposed).matmul(inverse))
        }),
      .general(
        push: { edge, t in edge.cofactorChange(t) },
        pull: { edge, u in edge.cofactorChange(u) }))
  }
}

extension FactorizationForm {
  /// Creates a form that NumPy has as a function, with the defaults of an LU factorisation.
  ///
  /// Source of the counts: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §3.2.
  ///
  /// - Parameter operations: The number of operations for a matrix of this order, 2/3 n³ unless said otherwise.
  init(
    _ result: Result, _ routine: String, numPy function: String,
    room: @escaping @Sendable (Int) -> Int = { $0 * $0 },
    operations: @escaping @Sendable (_ order: Double, _ results: Double) -> Double = { n, _ in 2 * n * n * n / 3 },
    value: @escaping @Sendable (_ operands: [Tensor]) -> Tensor
  ) {
    self.init(
      result: result, routine: routine, numPy: .function(function), room: room, operations: operations, value: value)
  }
}
