import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Values and derivatives of functions of whole arrays, in both modes and of the second order.
///
/// The numbers are those of JAX 0.10 in double precision, sums of all elements of a result with weights.
@Suite(.namesCases) struct ArrayReferenceTests {
  struct Case: CustomStringConvertible {
    var text: String
    var input: [Double]
    var value: Double
    var gradient: [Double]
    /// The product of the Hessian with the direction of (7i mod 5 - 2)/2.
    var product: [Double]

    init(_ text: String, at input: [Double], value: Double, gradient: [Double], product: [Double]) {
      (self.text, self.input, self.value, self.gradient, self.product) = (text, input, value, gradient, product)
    }

    var description: String { text }
  }

  static let cases = [
    Case(
      "sum([[-0.96]] * (meanpool(reshape(v[1:12], 4, 3), 3, stride=2)))",
      at: [-0.8, -1.32, -0.25, 0.42, 1.14, 0.11, -0.55, -0.78, 0.75, 1.63, 0.27, -1.23], value: 0.13653333333333337,
      gradient: [
        -0.10666666666666666, -0.10666666666666666, -0.10666666666666666, -0.10666666666666666, -0.10666666666666666,
        -0.10666666666666666, -0.10666666666666666, -0.10666666666666666, -0.10666666666666666, 0.0, 0.0, 0.0,
      ],
      product: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    Case(
      "sum([-0.14, 1.01] * (tanh(meanpool(v[1:3], 2, stride=1))))", at: [1.05, 1.78, -2.55], value: -0.4951093739273312,
      gradient: [-0.014733373033162885, 0.42223319172252943, 0.43696656475569234],
      product: [-0.01309135634970001, 0.1472936326440045, 0.1603849889937045]),
    Case(
      "sum([0.66, 1.14] * (tanh(maxpool(v[1:3], 1, stride=2))))", at: [-0.8, 0.24, -1.66], value: -1.4987118569244202,
      gradient: [0.3689764107032809, 0.0, 0.15355343152938206],
      product: [-0.49002780813686003, 0.0, 0.28567608101499686]),
    Case(
      "sum([[[[-0.61, -0.59], [-0.28, -0.73]], [[0.77, -1.6], [0.82, -0.63]]]] * (maxpool(reshape(v[1:24], 1, 2, 3, 4), 1, stride=2)))",
      at: [
        -0.01, 1.05, 0.74, 0.72, 1.62, -1.21, -0.63, -1.32, -0.11, 1.0, -0.02, 0.5, -1.91, 0.15, -0.91, 1.78, 0.89,
        0.95, -0.06, 0.61, 0.66, -0.34, -0.5, -0.11,
      ], value: 0.45640000000000036,
      gradient: [
        -0.61, 0.0, -0.59, 0.0, 0.0, 0.0, 0.0, 0.0, -0.28, 0.0, -0.73, 0.0, 0.77, 0.0, -1.6, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.82, 0.0, -0.63, 0.0,
      ],
      product: [
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0,
      ]),
    Case(
      "sum([[[-1.89]]] * (meanpool(reshape(v[1:4], 1, 2, 2), 2, stride=3)))", at: [1.1, 0.34, -0.54, -1.26],
      value: 0.17009999999999995,
      gradient: [-0.4725, -0.4725, -0.4725, -0.4725],
      product: [0.0, 0.0, 0.0, 0.0]),
    Case(
      "sum([-0.54, 0.58, 0.36, 0.29, 0.03] * (conv(v[1:4], v[5:6], pad=1)))", at: [0.35, 0.82, 0.33, -1.3, 0.91, 0.45],
      value: 0.517739,
      gradient: [0.28479999999999994, 0.5886, 0.4259, 0.1578, 0.5549, 0.028399999999999953],
      product: [0.8300000000000001, -0.39999999999999997, -0.215, -0.27499999999999997, -0.305, 0.755]),
    Case(
      "sum([[[-1.01, 0.78, 2.06], [-1.64, -1.73, -1.5], [0.84, 0.13, 1.08]], [[0.72, 0.21, 0.28], [-0.17, 0.87, -1.13], [-0.42, 0.24, 1.8]], [[-0.76, -1.08, -0.56], [0.97, -0.24, 1.32], [-1.87, 1.13, 1.03]]] * (conv(reshape(v[1:15], 1, 3, 5), reshape(v[16:24], 3, 1, 1, 3))))",
      at: [
        0.19, -0.52, -0.41, -2.44, 1.8, 1.14, -0.33, 0.77, 0.28, -0.55, 0.98, -0.31, -0.33, -0.79, 0.45, -0.1, 0.55,
        -0.61, 0.13, -0.89, 0.84, 0.19, 0.33, 0.41,
      ], value: -0.519645,
      gradient: [
        0.050199999999999995, -1.703, 0.5189999999999998, -0.04319999999999991, -1.251, 0.3262, -0.19010000000000005,
        -0.2958000000000002, 2.304, 0.5070000000000001, -0.4939, 0.4515999999999999, -1.0794, -0.08250000000000009,
        1.2754999999999999, -3.469299999999999, -7.1884, 1.4028, -2.5181999999999998, -2.1051, 1.1896,
        0.32539999999999986, 1.4622, 2.0803999999999996,
      ],
      product: [
        0.65, -1.2850000000000001, -4.525, 0.69, 2.0599999999999996, 1.7249999999999999, 2.1799999999999997,
        0.30500000000000027, -1.7249999999999996, -1.0300000000000002, -0.63, -2.33, 1.4649999999999999,
        1.2550000000000001, -1.2349999999999999, 3.45, -1.6399999999999997, -0.5800000000000001, 0.8200000000000002,
        0.8449999999999999, -0.05499999999999983, 3.45, -1.0850000000000002, -0.6700000000000004,
      ]),
    Case(
      "sum([[-0.22, -2.02], [-0.23, -0.87]] * (conv(reshape(v[1:1], 1, 1), reshape(v[2:5], 2, 1, 2), pad=1)))",
      at: [2.04, -2.56, 0.42, -0.57, -0.45], value: 11.583528,
      gradient: [5.6782, -4.1208, -0.44880000000000003, -1.7748, -0.4692],
      product: [0.09999999999999999, 2.02, 0.22, 0.87, 0.23]),
    Case(
      "sum([[[0.15, -1.61]]] * (conv(reshape(v[1:5], 1, 1, 5), reshape(v[6:7], 1, 1, 2), stride=2)))",
      at: [-0.65, -0.17, 1.66, 0.66, -1.64, -0.01, -0.62], value: 0.7023230000000001,
      gradient: [-0.0015, -0.093, 0.0161, 0.9982000000000001, 0.0, -2.7701000000000002, -1.0881],
      product: [-0.15, 0.0, 1.61, 0.0, 0.0, -1.76, 0.805]),
    Case(
      "sum([[[-0.89, -0.45, -0.99, 0.06, 1.34], [-0.49, -0.62, 0.49, 0.36, 0.11]]] * (conv(reshape(v[1:1], 1, 1, 1), reshape(v[2:3], 2, 1, 1), pad=2)))",
      at: [0.0, 0.3, -0.27], value: 0.0,
      gradient: [-0.4293, 0.0, 0.0],
      product: [0.49, 0.99, -0.49]),
    Case(
      "sum([[-2.31, -0.19], [-0.96, 0.89], [0.96, 1.39]] * (tanh(conv(reshape(v[1:1], 1, 1), reshape(v[2:4], 1, 3), stride=2, pad=2))))",
      at: [-1.74, -1.34, -1.36, -0.35], value: 0.3516746666896269,
      gradient: [0.1925995253809553, -0.05736400332296671, 0.0, 1.1771169674732505],
      product: [0.14047848313955805, 0.11789346890549718, 0.0, -0.8842961315034432]),
    Case(
      "sum([[-0.52, 0.53]] * (tanh(conv(reshape(v[1:2], 1, 2), reshape(v[3:3], 1, 1)))))", at: [-1.43, -0.94, 0.39],
      value: 0.07722232259843642,
      gradient: [-0.15082069018688443, 0.18123229355266715, 0.11619290007112201],
      product: [-0.10878449691983684, 0.3451017863403867, -0.3441180985867549]),
    Case(
      "sum([[[-1.51, 0.22], [-0.11, 0.14], [0.25, -0.33]], [[0.9, -1.29], [0.79, -1.69], [1.19, -0.51]], [[0.37, 1.51], [-2.16, -0.31], [0.57, 0.9]]] * (conv(reshape(v[1:8], 2, 4, 1), reshape(v[9:20], 3, 2, 2, 1), stride=3, pad=2)))",
      at: [
        -0.59, 0.63, 1.04, 1.03, 1.82, -0.39, 0.54, -0.37, -1.42, -0.7, 0.14, -0.92, -0.19, 1.12, 0.57, 0.57, 0.35,
        -0.18, -1.87, 0.99,
      ], value: 0.0,
      gradient: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
      product: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]),
    Case(
      "A = reshape(v, 3, 3); sum([[1.22, 1.23, 0.06], [-0.86, -1.78, -0.47], [-0.37, -1.82, -1.8]] * (chol(A)))",
      at: [4.0, 1.0, 0.5, 0.3, 5.0, -1.0, 0.2, 0.4, 3.0], value: -4.636714032155966,
      gradient: [
        0.319741169029366, -0.10496204291707585, 0.026459005081815288, -0.10496204291707585, -0.4350734884691316,
        -0.4495830309336029, 0.026459005081815288, -0.4495830309336029, -0.5245915720583408,
      ],
      product: [
        0.022848167501551494, 0.024855245192866162, 0.05777878965034398, 0.024855245192866162, 0.02091412721794421,
        0.015845534198040984, 0.05777878965034398, 0.015845534198040984, -0.053730635578621705,
      ]),
    Case(
      "A = reshape(v, 3, 3); sum([0.71, -1.76, 0.22] * (eigvals(A)))",
      at: [1.5, 0.46, -0.8, -0.2, 1.42, 1.19, 1.03, -0.32, -0.02], value: -2.136219103257129,
      gradient: [
        -0.8850716737963684, 0.9665358837495204, 0.18783931368625142, 0.9665358837495204, -0.5799376288629116,
        -0.3067843051112301, 0.18783931368625142, -0.3067843051112301, 0.6350093026592794,
      ],
      product: [
        -4.290861574365466, -0.2810596615388277, -1.0733363688983204, -0.2810596615388277, 3.764337498554669,
        1.6338005424867745, -1.0733363688983204, 1.6338005424867745, 0.5265240758107981,
      ]),
    Case(
      "A = reshape(v, 2, 2); sum([[1.48, -1.09], [1.58, 1.49]] * (expm(A)))", at: [-0.69, 1.14, -1.31, 0.54],
      value: -1.1716066020418086,
      gradient: [-1.0072743283200287, -1.7231181513248164, 1.982361103341272, -0.16433227372177955],
      product: [1.4063640690295043, 1.1681377458747617, -0.6615292959112318, 1.6654374994926866]),
    Case(
      "A = reshape(v, 3, 3); sum([[-1.4, 0.79, -0.21], [1.2, -1.06, -0.72], [1.2, 0.03, 0.03]] * (expm(A)))",
      at: [-1.44, 0.62, -1.5, 0.01, -0.19, -0.89, -0.53, 0.92, -0.55], value: -0.6490128770017096,
      gradient: [
        -0.43361311386509904, 0.3149122364235198, 0.17946078702261914, 1.0274150114450467, -0.357049842669541,
        -0.8823290091239768, 0.5072898412068921, -0.010313488233737074, 0.14165007953293016,
      ],
      product: [
        0.3421016371087034, 0.005226737908442513, 0.23150120530689494, -0.33428977109688696, 0.04980750260705544,
        0.031880034102914206, -1.233662551618629, 0.2743752610388864, 0.3301228152384402,
      ]),
    Case(
      "A = reshape(v, 3, 2); sum([[-1.06, -1.94, 1.73], [-1.66, 1.38, -0.53]] * (pinv(A)))",
      at: [1.0, 2.0, -1.0, 0.5, 0.3, 1.5], value: 0.9341732685918731,
      gradient: [
        -0.8149962685078187, 0.38039225372657715, 0.752557154658676, -0.1250700617291402, 1.7977140683622945,
        -0.4027890283484339,
      ],
      product: [
        -1.7514874797831288, 0.7139712488863222, 4.392001281716432, -1.330325314573721, 3.3086699067058873,
        -0.983574056079517,
      ]),
    Case(
      "A = reshape(v, 2, 3); sum([[1.8, -0.4], [1.75, 0.22], [-1.04, 0.97]] * (pinv(A)))",
      at: [1.0, 2.0, -1.0, 0.5, 0.3, 1.5], value: 1.5553055916775038,
      gradient: [
        -0.0651563850169358, -0.4071677029766938, 0.1846564535030215, -0.31541469593023536, -0.008685895755722652,
        -0.22056282034155095,
      ],
      product: [
        0.4419795492515875, -0.3372847070596413, 0.17507899560839732, -0.25295403590275223, 0.07035918031045171,
        -0.4896279957087991,
      ]),
    Case(
      "sum([0.77, 0.54, -0.49] * (cross(v[1:3], v[4:6])))", at: [0.52, 0.55, -0.11, -0.83, 0.42, -1.18],
      value: -0.41421099999999994,
      gradient: [0.4314, -1.3153, -0.7716000000000001, 0.2101, -0.1701, 0.1427],
      product: [0.29500000000000004, -1.0150000000000001, -0.655, 0.54, -0.28, 0.54]),
    Case(
      "sum([[0.45, 1.76, 1.97, 0.89], [1.24, -1.39, 0.85, 1.39]] * (kron(reshape(v[1:4], 2, 2), reshape(v[5:6], 1, 2))))",
      at: [0.9, -0.92, -0.33, 0.89, -0.36, 0.64], value: 1.956676,
      gradient: [0.9644, -0.13959999999999992, -1.3359999999999999, 0.5836, -1.0601, 2.461],
      product: [-1.535, 0.09499999999999997, 2.01, -0.9649999999999999, 0.36500000000000005, -3.8449999999999998]),
    Case(
      "sum([-0.39, -2.0, -0.32, 0.53, 1.74, 1.69] * (kron(v[1:2], v[3:5])))", at: [-0.3, 0.16, -0.06, 1.38, -0.55],
      value: 0.998564,
      gradient: [-2.5605999999999995, 1.4398999999999997, 0.2018, 0.8784, 0.3664],
      product: [0.44999999999999996, 0.505, 0.39, 2.0, 0.32]),
    Case(
      "sum([-1.37, -0.38, -1.71, 1.43] * (cumprod(v)))", at: [-0.52, 1.47, -0.94, 0.97], value: 0.7708567256,
      gradient: [-1.48241678, 0.039766479999999965, 0.24682476000000003, 1.02750648],
      product: [0.5133239999999999, -0.10511000000000006, 1.021209, 0.882882]),
    Case(
      "sum([1.32, -1.44, 0.11, -0.97] * (cumprod(v)))", at: [2.0, 0.0, 3.0, -1.0], value: 2.64,
      gradient: [1.32, 3.6000000000000005, 0.0, 0.0],
      product: [0.0, 3.27, 0.0, 0.0]),
    Case(
      "sum([[-1.77, -1.99, -1.22], [-0.63, 1.71, 1.56]] * (cumprod(reshape(v, 2, 3), axis=1)))",
      at: [-0.02, 0.16, -1.18, 1.09, -0.66, -0.16], value: 1.284286,
      gradient: [-2.4567, -3.1186, -1.4696, 0.0126, 0.2736, -1.8408],
      product: [0.315, 0.855, -1.56, 0.63, 0.0, 1.56]),
    Case(
      "norm(v, 3)", at: [-0.06, -0.14, 0.5], value: 0.5039159177781801,
      gradient: [-0.014177065520486469, -0.07718624561153745, 0.9845184389226713],
      product: [-0.4163746678758274, 0.3059461063939653, 0.0356999496452098]),
    Case(
      "norm(v[1:3], v[4])", at: [0.5, -1.2, 2.0, 1.75], value: 2.518996525084755,
      gradient: [0.29737662412496835, -0.5734099942843711, 0.8411081099405127, -0.6507355069142021],
      product: [-0.2825850006370728, -0.06422536091507378, 0.19479491033877444, -0.1614247989904925]),
    Case(
      "sum([0.01, 0.76] * (norm(reshape(v, 2, 2), 1.5, axis=1)))", at: [0.88, -0.3, 0.28, 0.71],
      value: 0.6441821212316906,
      gradient: [0.009464622418674976, -0.4556314238106774, 0.005338767063558413, 0.7009422134961365],
      product: [-0.003390107739356929, -0.1258639041376006, 0.010654624323693204, -0.05318193132574675]),
    Case(
      "sum([[-1.8, -1.13, 0.4], [1.54, -0.6, -0.53]] * (tril(reshape(v, 2, 3)^2)))",
      at: [0.59, -1.48, -1.38, -1.05, -0.86, -0.89], value: 0.6275100000000002,
      gradient: [-2.124, -0.0, -0.0, -3.2340000000000004, 1.032, -0.0],
      product: [3.6, 0.0, 0.0, -1.54, -0.6, 0.0]),
    Case(
      "sum([[-0.63, 1.3], [-1.08, 1.48], [0.02, 0.9]] * (triu(reshape(v, 3, 2)^2)))",
      at: [-0.25, 0.54, 0.86, 1.32, -0.37, 0.62], value: 2.918457,
      gradient: [0.315, 1.4040000000000001, 0.0, 3.9072, -0.0, 0.0],
      product: [1.26, 0.0, 0.0, -1.48, 0.0, 0.0]),
    Case(
      "sum([-0.02, -1.8, -1.83, 0.12, -0.09] * (linspace(v[1]^2, v[2]^3, 5)))", at: [0.1, -0.55],
      value: 0.20455187500000005,
      gradient: [-0.45100000000000007, -1.2387375000000003],
      product: [4.510000000000001, 0.0]),
    Case(
      "A = reshape(v[1:8], 2, 2, 2); sum([[[0.69, -1.24], [1.96, 0.99]], [[1.82, -0.82], [-0.23, -0.95]]] * (A @ reshape(v[9:12], 2, 2)))",
      at: [1.0, -1.44, 0.17, -0.03, 0.29, 0.69, 0.07, 0.19, -0.02, 0.35, -0.76, 0.16], value: -0.47213400000000005,
      gradient: [
        -0.4478, -0.7228, 0.30729999999999996, -1.3312, -0.32339999999999997, -1.5144, -0.32789999999999997,
        0.022800000000000015, 1.5349, -1.376, 0.15969999999999995, 1.0096,
      ],
      product: [
        -0.965, -0.69, -0.485, -1.96, -1.32, -1.82, -0.36, 0.23, 2.18, 1.82, -3.0300000000000002, -0.6249999999999999,
      ]),
    Case(
      "A = reshape(v, 2, 1, 2, 2); sum([[[[-1.23, 0.71], [0.01, 0.2]], [[-0.19, -0.9], [-0.05, 1.69]]], [[[-1.19, 0.93], [-1.0, -1.23]], [[-0.7, -1.63], [1.74, -0.54]]]] * (A @ transpose(A, 2, 1, 4, 3)))",
      at: [-1.36, -1.45, -0.76, 1.08, -1.01, 0.57, -0.75, -1.3], value: -12.492568,
      gradient: [
        5.6171999999999995, 6.0280000000000005, -2.517, -0.7083999999999999, 2.5395000000000003, 2.0103999999999997,
        2.9333, 4.718500000000001,
      ],
      product: [
        2.49, -0.8799999999999999, 0.12000000000000005, -0.6200000000000001, 1.56, 1.07, 2.415, -1.4200000000000002,
      ]),
    Case(
      "A = reshape(v[1:8], 2, 2, 2); sum([[1.69, -1.59], [1.42, -0.42]] * (A @ v[9:10]))",
      at: [-0.97, -1.5, -1.32, -0.86, -0.25, 0.3, 1.44, 1.17, -0.77, 0.33], value: -0.021659000000000317,
      gradient: [
        -1.3013, 0.5577, 1.2243000000000002, -0.5247, -1.0934, 0.4686, 0.3234, -0.1386, -0.5002999999999997,
        -1.2330000000000003,
      ],
      product: [-0.845, 0.845, 0.795, -0.795, -0.71, 0.71, 0.21, -0.21, -2.5700000000000003, -1.045]),
    Case(
      "A = reshape(v, 2, 2, 2); sum([[[-0.45, 1.79], [-0.5, 1.52]], [[-0.33, -0.51], [-0.55, -1.76]]] * (softmax(A, axis=2) * mean(A^2, axis=3, keepdims=1)))",
      at: [0.85, -0.53, 0.38, 0.02, -1.19, 0.78, 0.97, -0.05], value: -0.6332325457349429,
      gradient: [
        0.27641091825894926, -0.017505676086316202, 0.33806712428065355, -0.16738930329180005, 0.4563063925437564,
        -0.2372433536307924, -0.9898019512977911, -0.015004659898081578,
      ],
      product: [
        0.09320217277188478, -0.6819102716335, 0.50102154593815, 0.06490870701284995, -0.39630589968997676,
        0.7273631289782961, -0.7340007902743227, -1.1734116984094616,
      ]),
    Case(
      "A = reshape(v, 2, 2, 2); sum([[[-1.47, -0.51], [1.8, -1.55]], [[-0.36, 1.2], [-1.92, -1.73]]] * (log_softmax(A, axis=1) / norm(A, axis=2, keepdims=1)))",
      at: [-0.67, -0.81, -1.31, 0.12, -0.17, -1.42, -1.03, 1.26], value: 3.687259932088142,
      gradient: [
        -0.5096271452322061, 2.939129456516923, 1.4533311142789094, -1.7419925056718921, 0.6786776238436069,
        0.46847417814038417, -0.35541607283949483, 1.355700825984373,
      ],
      product: [
        -0.18583087423147654, 3.574708692107535, 1.4003754586527635, 0.6499305154489209, 0.2341923034266512,
        -0.3298850821931494, 0.4100811157297274, 1.1193165135684042,
      ]),
    Case(
      "A = reshape(v, 1, 2, 1, 1, 2, 1, 1, 2); sum([[[[[[[0.1, -1.26]]]]], [[[[[-0.38, 0.96]]]]]]] * (prod(A, axis=5) + variance(A, axis=2, keepdims=1)[1,:,1,1,1,1,1,:]))",
      at: [1.29, 0.55, -0.72, -0.06, -0.75, 1.18, 1.35, -1.29], value: -1.4489414999999999,
      gradient: [
        -0.35760000000000003, 0.1701, 0.129, -0.6930000000000001, -0.2274, -1.3329, 0.28500000000000003,
        1.1327999999999998,
      ],
      product: [0.31000000000000005, 0.48, -0.1, 0.0, -0.21000000000000002, 1.1099999999999999, -0.19, -0.96]),
  ]

  @Test func derivativesAreThoseOfJAX() {
    forEach(Self.cases) { (reference: Case) throws in try Self.expectAgreement(reference) }
  }

  /// Compares the value, the gradient in both modes and a product with the Hessian.
  static func expectAgreement(_ reference: Case) throws {
    let count = reference.input.count
    let point = try ArrayProgram(reference.text, ["v": [count]]).point([reference.input])
    expectClose([point.value[0]], [reference.value], 1e-14)
    expectClose(point.vjp(.scalar(1))[0].elements, reference.gradient, 1e-13)
    expectClose(point.jacobian(.forward)[0].elements, reference.gradient, 1e-13)
    let hessian = Hessian(point, gradient: point.vjp(.scalar(1))).blocks[0][0].elements
    let direction = (0..<count).map { Double(7 * $0 % 5 - 2) / 2 }
    let product = (0..<count).map { row in
      (0..<count).reduce(0) { $0 + hessian[row * count + $1] * direction[$1] }
    }
    expectClose(product, reference.product, 1e-12)
  }

  private static func expectClose(_ found: [Double], _ exact: [Double], _ tolerance: Double) {
    let scale = exact.reduce(1) { max($0, abs($1)) }
    for (found, exact) in zip(found, exact) {
      #expect(abs(found - exact) <= tolerance * scale, "\(found), not \(exact)")
    }
    #expect(found.count == exact.count)
  }

  // MARK: - Edges

  typealias Edge = (text: String, input: [Double], value: Double, gradient: [Double])

  static let edges: [Edge] = [
    // Equal eigenvalues share their derivatives, in whichever basis they are found.
    ("eigvals(reshape(v, 2, 2))[2]", [1, 0, 0, 1], 1, [0.5, 0, 0, 0.5]),
    ("eigvals(reshape(v, 2, 2))[1]", [3, 0, 0, 3], 3, [0.5, 0, 0, 0.5]),
    ("sum(eigvals(reshape(v, 2, 2)))", [2, 0, 0, 2], 4, [1, 0, 0, 1]),
    (
      "max(eigvals(reshape(v, 3, 3)))", [2, 1, 1, 1, 2, 1, 1, 1, 2], 4,
      [1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3]
    ),
    (
      "eigvals(reshape(v, 3, 3))[2]", [2, 1, 1, 1, 2, 1, 1, 1, 2], 1,
      [1.0 / 3, -1.0 / 6, -1.0 / 6, -1.0 / 6, 1.0 / 3, -1.0 / 6, -1.0 / 6, -1.0 / 6, 1.0 / 3]
    ),
    // Small eigenvalues of diagonal matrices are exact.
    ("eigvals(reshape(v, 2, 2))[1]", [1e-20, 0, 0, 1], 1e-20, [1, 0, 0, 0]),
    ("eigvals(reshape(v, 2, 2))[1]", [.nan, 0, 0, 1], .nan, [.nan, .nan, .nan, .nan]),
    // Only the symmetric part counts.
    ("eigvals(reshape(v, 2, 2))[2]", [1, 2, 0, 1], 2, [0.5, 0.5, 0.5, 0.5]),
    ("chol(reshape(v, 2, 2))[2,1]", [4, 3, 1, 2], 1, [-0.125, 0.25, 0.25, 0]),
    // A matrix that is not positive definite.
    ("sum(chol(reshape(v, 2, 2)))", [1, 2, 2, 1], .nan, [.nan, .nan, .nan, .nan]),
    ("sum(chol(reshape(v, 2, 2)))", [0, 0, 0, 0], .nan, [.nan, .nan, .nan, .nan]),
    // Exponentials of nilpotent and of zero matrices, and of one that is scaled.
    ("expm(reshape(v, 2, 2))[1,2]", [0, 1, 0, 0], 1, [0.5, 1, 1.0 / 6, 0.5]),
    ("trace(expm(reshape(v, 2, 2)))", [0, 0, 0, 0], 2, [1, 0, 0, 1]),
    ("expm(reshape(v, 1, 1))[1,1]", [2], 7.38905609893065, [7.38905609893065]),
    // A matrix of rank 1.
    ("sum(pinv(reshape(v, 2, 2)))", [1, 1, 1, 1], 1, [-0.25, -0.25, -0.25, -0.25]),
    // Norms at 0 and beyond the range.
    ("norm(v, 3)", [0, 0], 0, [0, 0]), ("norm(v, 1)", [0, -2], 2, [0, -1]), ("norm(v, inf)", [1, -3], 3, [0, -1]),
    ("norm(v, 3)", [0, -2], 2, [0, -1]), ("norm(v, 1.5)", [0, 2], 2, [0, 1]), ("norm(v, 2)", [3, 4], 5, [0.6, 0.8]),
    ("norm(v, 4)", [1e200, 1e200], 1.189207115002721e200, [0.5946035575013605, 0.5946035575013605]),
    ("norm(v, 0.5)", [1, 2], .nan, [.nan, .nan]), ("norm(v[1], 3)", [-2], 2, [-1]),
    // Products with zeros.
    ("sum(cumprod(v))", [0, 2, 3], 0, [9, 0, 0]), ("sum(cumprod(v))", [2, 0, 3], 2, [1, 8, 0]),
    ("cumprod(v)[3]", [0, 0, 3], 0, [0, 0, 0]),
    ("sum(tril(reshape(v, 2, 2)))", [1, .infinity, 2, 3], 6, [1, 0, 1, 1]),
  ]

  @Test func edgesAreAsConventionsHaveThem() {
    forEach(Self.edges) { (edge: Edge) throws in
      let point = try ArrayProgram(edge.text, ["v": [edge.input.count]]).point([edge.input])
      #expect(isClose(point.value[0], edge.value), "\(point.value[0])")
      let gradients = [Derivatives(gradientOf: point).values, point.jacobian(.forward)[0].elements]
      for gradient in edge.value.isNaN ? [gradients[0]] : gradients {
        for (found, exact) in zip(gradient, edge.gradient) { #expect(isClose(found, exact), "\(gradient)") }
      }
    }
  }

  private func isClose(_ found: Double, _ exact: Double) -> Bool {
    found.isNaN && exact.isNaN || abs(found - exact) <= 4e-15 * max(abs(exact), abs(exact) < 1e-10 ? 1e-20 : 1)
      || exact == 0 && abs(found) < 1e-15
  }

  @Test func kinksOfNormsHaveTheirSides() throws {
    let point = try ArrayProgram("norm([v[1], 2*v[1]], 3)", ["v": [1]]).point([[0]])
    let kinks = Derivatives(gradientOf: point).kinks
    #expect(kinks.count == 1)
    let side = try #require(kinks.first?.sides.first)
    #expect(abs(side.right - 2.080083823051904) < 1e-14 && abs(side.left + 2.080083823051904) < 1e-14)
  }

  /// The convention stands where the sides of equal eigenvalues are not known.
  @Test func equalEigenvaluesAreNotExamined() throws {
    let text = "max(eigvals(reshape(v, 2, 2)))"
    let tied = try ArrayProgram(text, ["v": [4]]).point([[1, 0, 0, 1]])
    #expect(tied.mayKink && !Derivatives(gradientOf: tied).isExamined)
    let apart = try ArrayProgram(text, ["v": [4]]).point([[1, 0, 0, 2]])
    #expect(!apart.mayKink && Derivatives(gradientOf: apart).isExamined)
  }

  // MARK: - Numbers

  /// The elements of a program have the derivatives of the whole, also where eigenvalues are found by rotations.
  @Test(arguments: [
    "v = reshape(u, 3, 3); sum(eigvals(v)^3)", "v = reshape(u, 3, 3); sum(chol(v @ v' + eye(3))^2)",
    "v = reshape(u, 3, 3); sum(expm(v/4)^2)", "v = reshape(u, 3, 3); sum(pinv(v[:,1:2])^2)",
    "v = reshape(u, 3, 3); sum(range(3)*softmax(eigvals(v @ v)))",
  ])
  func elementsAgree(_ text: String) throws {
    let point = try ArrayProgram(text, ["u": [9]]).randomPoint()
    let unrolled = try Unrolled(point).point
    #expect(abs(unrolled.value - point.value[0]) <= 1e-13 * max(1, abs(unrolled.value)))
    Self.expectClose(unrolled.gradient.map(\.value), point.vjp(.scalar(1))[0].elements, 1e-12)
    let check = try point.check()
    #expect(check.verdict == .pass)
  }

  /// The sequences as another implementation of SplitMix64 and of the polar method has them.
  @Test func randomNumbersAreTheSameEverywhere() {
    #expect(
      RandomArray.uniform.numbers(4, seed: 1)
        == [0.5665615751722809, 0.7457817572627011, 0.9710027535867962, 0.4443592170557721])
    let normal = [-0.04174152338145233, -0.18308020910924752, 0.8764814690994567]
    for (number, exact) in zip(RandomArray.normal.numbers(3, seed: 7), normal) {
      #expect(abs(number - exact) <= 2 * exact.ulp)
    }
    #expect(RandomArray.normal.numbers(3, seed: 7) == Array(RandomArray.normal.numbers(9, seed: 7).prefix(3)))
    #expect(RandomArray.normal.numbers(3, seed: 7) != RandomArray.normal.numbers(3, seed: 8))
    let many = RandomArray.normal.numbers(100_000, seed: 3)
    let moments = [1, 2, 4].map { power in many.reduce(0) { $0 + Scalar.power($1, Double(power)) } / 100_000 }
    #expect(abs(moments[0]) < 0.01 && abs(moments[1] - 1) < 0.02 && abs(moments[2] - 3) < 0.1)
  }

  /// The ends are the ends, and equal numbers stay.
  @Test func linspaceKeepsItsEnds() throws {
    let graph = ArrayProgram("linspace(v[1], v[2], 7)", ["v": [2]])
    for ends in [[0.1, 0.7], [-1e300, 1e300], [0.3, 0.3], [5, -2]] {
      let numbers = try graph.point([ends]).value.elements
      #expect(numbers.first == ends[0] && numbers.last == ends[1] && numbers.allSatisfy(\.isFinite))
    }
  }

  @Test(arguments: [1, 2, 5, 12]) func eigenvectorsDiagonalize(_ n: Int) {
    let matrix = Arrays.random([n, n], seed: UInt64(n))
    let eigen = SymmetricEigen(matrix)
    let vectors = Tensor(matrix.shape, eigen.vectors)
    let symmetric = .scalar(0.5) * (matrix + matrix.transposed())
    let values = Tensor(vector: eigen.values)
    #expect(Arrays.close(.product(symmetric, vectors), vectors * values, within: 1e-14))
    #expect(Arrays.close(.product(vectors.transposed(), vectors), .identity(n), within: 1e-14))
    #expect(eigen.values == eigen.values.sorted())
    // The first great element of each is positive.
    for column in 0..<n {
      let elements = (0..<n).map { eigen.vectors[$0 * n + column] }
      let greatest = elements.reduce(0) { max($0, abs($1)) }
      #expect(elements.first { abs($0) > 0.5 * greatest }.map { $0 > 0 } ?? false)
    }
  }
}
