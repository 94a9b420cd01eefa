private typealias P = Primitive

/// The rows of reductions, which make a number of each lane, and of scans, which make another lane of it.
extension Gate where S: Field {
  static var sum: Gate {
    .array(
      "sum", "sum of the elements", .reduction, latex: #"\sum #1"#,
      scalars: .argument,
      .reduction(LaneForm("sum", numPy: .reduction("np.sum"), operations: 1, .fold(.sum)) { $0.sum }),
      .gradient { _ in 1.0 }, role: .distributes)
  }

  static var mean: Gate {
    .array(
      "mean", "mean of the elements", .reduction, latex: #"\operatorname{mean}(#1)"#,
      scalars: .argument,
      .reduction(
        LaneForm("mean", numPy: .reduction("np.mean"), operations: 1, .fold(.mean)) { $0.mean }),
      .gradient { edge in 1.0 / S(edge.reducedCount) }, role: .distributes, says: "1/n")
  }

  static var prod: Gate {
    .array(
      "prod", "product of the elements", .reduction, latex: #"\prod #1"#,
      scalars: .argument,
      .reduction(
        LaneForm("product", numPy: .reduction("product"), operations: 1, .fold(.product)) { $0.product }),
      .gradient { $0.flat.productOfOthers($0.flatSetting).reshaped(to: $0.operand.shape) }, role: .switches,
      says: "the product of the others")
  }

  static var norm: Gate {
    .array(
      "norm", "Euclidean length, without overflow, or the norm of order p", arity: .between(1, 2),
      parameters: ["x", "p"], .norm, convention: "0 at 0", kink: .length,
      latex: #"\lVert #1 \rVert"#,
      scalars: .gate(.abs),
      .reduction(
        LaneForm("norm", numPy: .reduction("norm"), operations: 2, .fold(.norm)) { lane in
          lane.elements.count == 1 ? P.abs(lane.elements[0]) : S.apply(.length, lane.elements)
        }), .gradient { edge in S.directions(edge.operand, lengths: edge.output, edge.operation.setting) })
  }

  static var logsumexp: Gate {
    .array(
      "logsumexp", "log of the sum of exponentials, without overflow", .reduction,
      latex: #"\operatorname{logsumexp}(#1)"#,
      .reduction(
        LaneForm("logsumexp", numPy: .reduction("logsumexp"), operations: 2, .fold(.logSumExp)) {
          lane in
          let (shift, exponentials) = lane.exponentials
          return shift + P.log(ScalarLane.sum(exponentials))
        }), .gradient { edge in edge.flat.softmax(edge.flatSetting).reshaped(to: edge.operand.shape) })
  }

  static var variance: Gate {
    .array(
      "variance", "mean squared distance from the mean", .reduction, latex: #"\operatorname{var}(#1)"#,
      .reduction(
        LaneForm("variance", numPy: .reduction("variance"), operations: 3, .fold(.variance)) { lane in
          let mean = lane.mean
          return ScalarLane.sum(lane.elements.map { P.power($0 - mean, 2.0) }) / lane.count
        }),
      .gradient { edge in
        let setting = edge.operation.setting
        let mean = edge.operand.mean(setting).expand(setting, to: edge.operand.shape)
        return 2.0 * (edge.operand - mean) / S(edge.reducedCount)
      }, says: "2*(x - mean(x))/n")
  }

  static func amax(_ ties: Ties) -> Gate {
    .reducedExtremum(
      .max, "max", "greatest element", ties, changes: change(where: "greatest", ties),
      LaneForm("greatest", numPy: .reduction("np.max"), operations: 1, .fold(.greatest)) {
        S.apply(.max, $0.elements)
      })
  }

  static func amin(_ ties: Ties) -> Gate {
    .reducedExtremum(
      .min, "min", "least element", ties, changes: change(where: "least", ties),
      LaneForm("least", numPy: .reduction("np.min"), operations: 1, .fold(.least)) {
        S.apply(.min, $0.elements)
      })
  }

  private static func change(where leading: String, _ ties: Ties) -> String {
    switch ties {
    case .split: "the mean of `du` over the places where `u` is \(leading)"
    case .first: "the element of `du` at the first place where `u` is \(leading)"
    case .last: "the element of `du` at the last place where `u` is \(leading)"
    }
  }

  private static func reducedExtremum(
    _ extremum: Primitive, _ name: String, _ summary: String, _ ties: Ties, changes: String, _ form: LaneForm<S, S>
  ) -> Gate {
    array(
      name, summary, .reduction, kink: .tie(extremum), latex: "\\\(name)(#1)", .reduction(form),
      .gradient { $0.shares(ties) }, selects: true, role: .routes, isHidden: true, changes: changes)
  }

  // MARK: - Along an axis

  static var softmax: Gate {
    .array(
      "softmax", "exponentials, scaled to the sum 1", .scan, latex: #"\operatorname{softmax}(#1)"#,
      .scan(
        LaneForm("softmax", numPy: .scan("softmax"), operations: 3, .map(.softmax)) { lane in
          let exponentials = lane.exponentials.terms
          let sum = ScalarLane.sum(exponentials)
          return exponentials.map { $0 / sum }
        }), .general(push: { edge, t in edge.softmaxJacobian(t) }, pull: { edge, u in edge.softmaxJacobian(u) }))
  }

  static var logSoftmax: Gate {
    .array(
      "log_softmax", "log of softmax, exact in the tail", .scan, latex: #"\operatorname{logsoftmax}(#1)"#,
      .scan(
        LaneForm("log_softmax", numPy: .scan("log_softmax"), operations: 3, .map(.logSoftmax)) {
          lane in
          let (shift, exponentials) = lane.exponentials
          let log = P.log(ScalarLane.sum(exponentials))
          return lane.elements.map { $0 - shift - log }
        }),
      .general(
        push: { edge, t in t.deviation(by: P.exp(edge.output), edge.operation.setting) },
        pull: { edge, u in u.deviationPull(by: P.exp(edge.output), edge.operation.setting) }))
  }

  static var cumsum: Gate {
    .array(
      "cumsum", "running sums", .scan,
      .scan(
        LaneForm(
          "running_sum", numPy: .scan("np.cumsum"), operations: 1, .map(.runningSums(isReversed: false))
        ) { ScalarLane.runningSums($0.elements) }),
      .linear { edge, u in u.cumsum(edge.operation.setting, reversed: true) }, role: .distributes,
      says: "the sums of y_bar from the end")
  }

  static var cumprod: Gate {
    .array(
      "cumprod", "running products", .scan,
      .scan(
        LaneForm("running_product", numPy: .scan("np.cumprod"), operations: 1, .map(.runningProducts)) {
          ScalarLane.runningProducts($0.elements)
        }), .general(push: { $0.runningProductPush($1) }, pull: { $0.runningProductPull($1) }),
      says: "each product before times what follows, from the end",
      changes: "`y` times the running sums of `du / u`, where no element of `u` is 0")
  }

  /// The derivative of `prod`.
  static var productOfOthers: Gate {
    .hiddenArray(
      "product of all other elements", written: .named("product_of_others"),
      .scan(
        LaneForm(
          "product_of_others", numPy: .scan("product_of_others"), operations: 3,
          .map(.productsOfOthers)
        ) { ScalarLane.productsOfOthers($0.elements) }),
      .general(push: { $0.productOfOthersChange($1) }, pull: { $0.productOfOthersChange($1) }),
      isNamedInSteps: true,
      definition: { x, operation in
        let axis = operation.setting.axis
        return .joined(ScalarLane.productsOfOthers(x[0].parts(axis: axis)), axis: axis, shape: operation.shape)
      })
  }

  static var cumsumReversed: Gate {
    .hiddenArray(
      "running sums from the end", written: .named("reverse_cumsum"),
      .scan(
        LaneForm(
          "running_sum_reversed", numPy: .runningSumFromEnd, operations: 1,
          .map(.runningSums(isReversed: true))
        ) { ScalarLane.runningSums($0.elements.reversed()).reversed() }),
      .linear { edge, u in u.cumsum(edge.operation.setting) })
  }
}
