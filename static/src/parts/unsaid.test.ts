import { expect, test } from "vitest";
import { unsaid } from "./unsaid";

const HALVED = { input_shape: [1, 3, 224, 224], output_shape: [1, 16, 112, 112] };

test.each([
  ["Output feature map: 112×112×16", HALVED, "Output feature map: ?"],
  ["输出特征矩阵：112×112×16", HALVED, "输出特征矩阵：?"],
  ["Input feature map: 224×224×3", HALVED, "Input feature map: 224×224×3"],
  ["1×1 convolution, giving 1112×112×16", HALVED, "1×1 convolution, giving 1112×112×16"],
  ["Map: 7×7×8", { input_shape: [1, 8, 7, 7], output_shape: [1, 8, 7, 7] }, "Map: 7×7×8"],
])("%s", (fact, shapes, said) => {
  expect(unsaid(fact, shapes)).toBe(said);
});
